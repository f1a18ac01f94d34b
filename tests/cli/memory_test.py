# SPDX-License-Identifier: Apache-2.0
"""Tests that reading takes memory for the columns that are used, and for nothing else of a file."""

import os
import threading

import support

PLAN = """\
attain = 1
[plan]
name = "Visits"
currency = "CNY"
[tables.reps]
key = "rep"
[tables.visits]
link = { rep = "reps" }
columns = { minutes = "count", remark = "text" }
%s
[[outputs]]
name = "minutes"
value = "sum(visits.minutes)"
"""


class Memory(support.CliTest):
    def peak_of(self, rows, remark, csv="", encoding="utf-8"):
        """Megabytes at the peak, for a file that comes through a pipe."""
        self.write("plan.toml", PLAN % csv)
        self.write("reps.csv", "rep\nR1\n")
        pipe = self.directory / "visits.csv"
        os.mkfifo(pipe)
        self.addCleanup(pipe.unlink)

        def write():
            block = f"R1,5,{remark}\n".encode(encoding) * 100
            self.written = len(block) * (rows // 100)
            with open(pipe, "wb") as out:
                out.write("rep,minutes,remark\n".encode(encoding))
                for _ in range(rows // 100):
                    out.write(block)

        writer = threading.Thread(target=write)
        writer.start()
        # The peak of this child alone: the counter of all children only grows.
        child = os.posix_spawn(support.PROGRAM, [support.PROGRAM, "score", str(self.directory / "plan.toml"), "--table", f"reps={self.directory}/reps.csv",
                                                 "--table", f"visits={pipe}", "--output", str(self.directory / "results.csv")], os.environ)
        _, status, usage = os.wait4(child, 0)
        writer.join()
        self.assertEqual(os.waitstatus_to_exitcode(status), 0)
        self.assertEqual(self.read("results.csv").split(), ["rep,minutes", f"R1,{5 * rows}"])
        return usage.ru_maxrss / 1024

    def test_a_column_that_no_formula_uses_is_not_stored(self):
        for csv, encoding in (("", "utf-8"), ('csv = { encoding = "utf-16" }', "utf-16-le")):
            with self.subTest(encoding):
                self.setUp()
                small = self.peak_of(2000, "x", csv, encoding)
                self.setUp()
                large = self.peak_of(2000, "x" * 20_000, csv, encoding)  # 40 or 80 MB
                self.assertLess(large, small + 16)


if __name__ == "__main__":
    support.main()
