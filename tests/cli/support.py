# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command line share: a small plan with data, and a way to run the program on them."""

import csv
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ.get("ATTAIN_CLI", "")

PLAN = """\
attain = 1
[plan]
name = "Small team"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }

[parameters]
rate = "10%"

[tables.reps]
key = "rep"
[tables.reps.columns]
rep = "text"
person = { type = "text?", from = ["Name", "姓名"] }
quota = "money"
bonus_share = "ratio?"
active = { type = "bool?", missing = ["-", "N/A"] }
joined = "date?"

[tables.deals]
key = "deal"
link = { rep = "reps" }
date = "closed"
columns = { deal = "text", amount = "money", closed = "date", note = "text?" }

[define]
revenue = "sum(deals.amount)"

[[indicators]]
name = "sales"
actual = "revenue"
target = "quota"
weight = "100%"
score = { method = "ratio" }

[[grades]]
name = "A"
from = 100
[[grades]]
name = "B"
from = 0

[[incentives]]
name = "commission"
label = "提成"
amount = "revenue * rate"

[[outputs]]
name = "who"
label = "姓名"
value = "reps.person"
[[outputs]]
name = "share"
value = "bonus_share"
[[outputs]]
name = "works"
value = "active"
[[outputs]]
name = "since"
value = "joined"
[[outputs]]
name = "double"
value = "amount * 2"
table = "deals"
"""

REPS = '''\
rep,Name,quota,bonus_share,active,joined
R1,王芳,1000,5%,是,2026/1/5
R2,"Roe, ""JJ""",500,0.25,no,
'''

DEALS = """\
deal,rep,amount,closed,note
D1,R1,600,2026-10-05,
D2,R1,600.50,2026-10-31,"two
lines"
D3,R2,250,2026-10-01,x
D4,R2,100,2026-11-01,y
"""

HEADER = ["rep", "sales.actual", "sales.target", "sales.attainment", "sales.score", "sales.points", "score", "grade", "commission", "payout", "who", "share", "works", "since"]
R1 = ["R1", "1200.50", "1000.00", "1.2005", "120.05", "120.05", "120.05", "A", "120.05", "120.05", "王芳", "0.05", "true", "2026-01-05"]
R2 = ["R2", "250.00", "500.00", "0.5", "50", "50", "50", "B", "25.00", "25.00", 'Roe, "JJ"', "0.25", "false", ""]


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


class Outcome:
    """Exit code and output of one run."""

    def __init__(self, done):
        self.code = done.returncode
        self.stdout = done.stdout
        self.stderr = done.stderr.decode("utf-8")

    @property
    def rows(self):
        return list(csv.reader(io.StringIO(self.stdout.decode("utf-8"), newline="")))


class CliTest(unittest.TestCase):
    """Each test has a directory of its own with plan.toml, reps.csv and deals.csv."""

    maxDiff = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="attain")
        self.addCleanup(holder.cleanup)
        self.directory = pathlib.Path(holder.name)
        self.write("plan.toml", PLAN)
        self.write("reps.csv", REPS)
        self.write("deals.csv", DEALS)

    def write(self, name, content):
        (self.directory / name).write_bytes(as_bytes(content))

    def read(self, name):
        return (self.directory / name).read_bytes().decode("utf-8")

    def run_cli(self, *arguments, environment=None, **how):
        how.setdefault("stdout", subprocess.PIPE)
        how.setdefault("stderr", subprocess.PIPE)
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.directory, timeout=60, check=False,
                              env={**os.environ, "NO_COLOR": "1", **(environment or {})}, **how)
        # A signal, or a report of a sanitizer.
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        return Outcome(done)

    def score(self, *arguments, **how):
        return self.run_cli("score", "plan.toml", "--table", "reps=reps.csv", "--table", "deals=deals.csv", *arguments, **how)

    def score_with_issues(self, *arguments):
        """The outcome, and the issues as dictionaries."""
        outcome = self.score("--issues", "issues.csv", *arguments)
        return outcome, list(csv.DictReader(io.StringIO(self.read("issues.csv"), newline="")))


def main():
    if not PROGRAM:
        sys.exit("ATTAIN_CLI must name the program to test")
    unittest.main()
