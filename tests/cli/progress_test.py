# SPDX-License-Identifier: Apache-2.0
"""Tests of the line of progress: on a terminal and after a second, else never."""

import os
import pty
import subprocess
import threading
import time

import support
from support import DEALS


class Progress(support.CliTest):
    def run_slowly(self, stderr, seconds, **environment):
        """The deals come through a pipe whose writer stops for some seconds."""
        pipe = self.directory / "deals.csv"
        pipe.unlink()
        os.mkfifo(pipe)

        def write():
            with open(pipe, "w", encoding="utf-8") as out:
                out.write(DEALS)
                out.flush()
                time.sleep(seconds)

        writer = threading.Thread(target=write)
        writer.start()
        done = subprocess.Popen([support.PROGRAM, "score", "plan.toml", "--table", "reps=reps.csv", "--table", "deals=deals.csv"], cwd=self.directory,
                                stdout=subprocess.DEVNULL, stderr=stderr, env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", **environment})
        said = done.communicate(timeout=60)[1]
        writer.join()
        self.assertEqual(done.returncode, 0)
        return said

    def run_on_terminal(self, seconds, **environment):
        ours, theirs = pty.openpty()
        self.run_slowly(theirs, seconds, **environment)
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:
            pass
        os.close(ours)
        return said.decode("utf-8")

    def test_shown_when_it_takes_long_and_wiped_in_the_end(self):
        said = self.run_on_terminal(1.5)
        self.assertIn("reading deals.csv", said)
        self.assertIn("\r\x1b[K", said)
        self.assertLess(said.rindex("reading deals.csv"), said.rindex("\r\x1b[K"))

    def test_not_shown_when_it_is_quick_or_nobody_looks(self):
        begun = time.monotonic()
        said = self.run_on_terminal(0)
        if time.monotonic() - begun < 1:  # a busy machine may need longer than that for anything
            self.assertNotIn("reading", said)
        self.setUp()
        self.assertNotIn("reading", self.run_on_terminal(1.5, TERM="dumb"))
        self.setUp()
        self.assertNotIn(b"reading", self.run_slowly(subprocess.PIPE, 1.5))


if __name__ == "__main__":
    support.main()
