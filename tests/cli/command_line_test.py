# SPDX-License-Identifier: Apache-2.0
"""Tests of the command line itself: commands, options, exit codes, the forms of output."""

import csv
import decimal
import json
import os
import stat
import subprocess
import unittest

import support
from support import HEADER, PLAN, PROGRAM, R1, R2, REPS

WRONG_USAGE = [
    ([], "subcommand"),
    (["scor"], "did you mean `score`?"),
    (["frobnicate"], "there is no command `frobnicate`"),
    (["check"], "PLAN"),
    (["check", "nowhere.toml"], "cannot read `nowhere.toml`: No such file"),
    (["check", "."], "is a directory"),
    (["check", "plan.toml", "--quick"], "--quick"),
    (["score", "plan.toml"], "add --table reps=FILE"),
    (["score", "plan.toml", "--table", "reps.csv"], "--table needs NAME=FILE"),
    (["score", "plan.toml", "--table", "reps="], "--table needs NAME=FILE"),
    (["score", "plan.toml", "--table", "resp=reps.csv"], "the plan has no table `resp`; did you mean `reps`?"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--table", "reps=deals.csv"], "--table reps is given twice"),
    (["score", "plan.toml", "--table", "reps=nowhere.csv"], "cannot read `nowhere.csv`: No such file"),
    (["score", "plan.toml", "--table", "reps=."], "is a directory"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--set", "rat=2"], "the plan has no parameter `rat`; did you mean `rate`? It has `rate`"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--set", "accelerator=2"], "the plan has no parameter `accelerator`; it has `rate`"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--set", "rate"], "--set needs PARAMETER=VALUE"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--set", "rate=1", "--set", "rate=2"], "given twice"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--set", "rate=lots"], "`lots` is no value for the parameter `rate`, which is ratio; write it like 5%"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--set", "rate='text'"], "rate"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--period", "2026-10"], "--period needs FIRST..LAST"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--period", "2026-10-31..2026-10-01"], "ends before it begins"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--numeric", "sloppy"], "sloppy"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--format", "xml"], "xml"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--output", "nowhere/out.csv"], "cannot write `nowhere/out.csv`: No such file"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--output", "."], "Is a directory"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--output", "a", "--output", "b"], "given twice"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--format", "json", "--output", "deals=d.csv"], "--format csv"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--issues", "nowhere/issues.csv"], "cannot write"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--output", "dels=out.csv"], "the plan has no table `dels`; did you mean `deals`?"),
    (["score", "plan.toml", "--table", "reps=nowhere.csv", "--output", "nope=/nowhere/x.csv"], "the plan has no table `nope`"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--output", "same.csv", "--issues", "./same.csv"],
     "--output same.csv and --issues ./same.csv go to one place, `./same.csv`"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--output", "a.csv", "--output", "deals=a.csv"], "--output a.csv and --output deals=a.csv go to one place"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--issues", "-"], "--output - and --issues - go to one place, standard output"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--output", "reps.csv"], "--output reps.csv would replace the data of `reps`"),
    (["score", "plan.toml", "--table", "reps=reps.csv", "--issues", "./plan.toml"], "--issues ./plan.toml would replace the plan `plan.toml`"),
]


class CommandLine(support.CliTest):
    def test_wrong_usage_is_2_with_a_message_and_without_output(self):
        for arguments, words in WRONG_USAGE:
            with self.subTest(arguments):
                outcome = self.run_cli(*arguments)
                self.assertEqual(outcome.code, 2)
                self.assertIn(words, outcome.stderr)
                self.assertTrue(outcome.stderr.startswith("attain: "), outcome.stderr)
                self.assertEqual(outcome.stdout, b"")
                self.assertEqual(sorted(p.name for p in self.directory.iterdir()), ["deals.csv", "plan.toml", "reps.csv"])

    def test_version_and_help(self):
        outcome = self.run_cli("--version")
        self.assertRegex(outcome.stdout.decode(), r"^attain \d+\.\d+\.\d+\n$")
        self.assertEqual(outcome.code, 0)
        for arguments in (["--help"], ["score", "--help"], ["check", "--help"]):
            outcome = self.run_cli(*arguments)
            self.assertEqual(outcome.code, 0)
            self.assertIn("PLAN" if arguments[0] != "--help" else "score", outcome.stdout.decode())

    def test_check(self):
        outcome = self.run_cli("check", "plan.toml")
        self.assertEqual(outcome.stdout.decode(), "plan.toml: ok (1 indicator, 1 incentive, 2 tables)\n")
        self.assertEqual((outcome.code, outcome.stderr), (0, ""))

    def test_check_tells_what_is_wrong_and_where(self):
        self.write("wrong.toml", PLAN.replace('"revenue * rate"', '"revenu * rate"'))
        outcome = self.run_cli("check", "wrong.toml")
        line = PLAN.splitlines().index('amount = "revenue * rate"') + 1
        self.assertTrue(outcome.stderr.startswith(f"wrong.toml:{line}:11: error[A3001]: "), outcome.stderr)
        self.assertIn("`revenue`", outcome.stderr)
        self.assertIn("1 error", outcome.stderr)
        self.assertEqual((outcome.code, outcome.stdout), (1, b""))

    def test_a_wrong_plan_is_not_scored(self):
        self.write("plan.toml", PLAN.replace("attain = 1", ""))
        outcome = self.score("--output", "out.csv")
        self.assertEqual((outcome.code, outcome.stdout), (1, b""))
        self.assertIn("A1002", outcome.stderr)
        self.assertFalse((self.directory / "out.csv").exists())

    def test_bytes_of_the_csv(self):
        expected = "\r\n".join([
            ",".join(HEADER), ",".join(R1), ",".join(R2[:10]) + ',"Roe, ""JJ""",' + ",".join(R2[11:]), ""])
        self.assertEqual(self.score().stdout.decode(), expected)

    def test_exit_0_and_a_note_on_standard_error(self):
        outcome = self.score()
        self.assertEqual(outcome.code, 0)
        self.assertIn("note[A5012] deals", outcome.stderr)
        self.assertIn("1 note in the data", outcome.stderr)

    def test_blocks_and_fast_numbers_change_nothing_here(self):
        exact = self.score().rows
        self.assertEqual(self.score("--block", 1).rows, exact)
        self.assertEqual(self.score("--numeric", "fast").rows, exact)

    def test_parameters_that_break_the_plan(self):
        plan = PLAN.replace('rate = "10%"', 'rate = "10%"\nshare = "100%"').replace('weight = "100%"', 'weight = "share"')
        self.write("plan.toml", plan)
        self.assertEqual(self.score().rows, [HEADER, R1, R2])
        outcome = self.run_cli("score", "plan.toml", "--table", "reps=nowhere.csv", "--set", "share=90%")
        self.assertEqual((outcome.code, outcome.stdout), (2, b""))
        self.assertEqual(outcome.stderr, "attain: with `share` = 90%: the weights add up to 90%, not to 100%; add 10%\n")

    def test_parameters_and_period_can_be_replaced(self):
        rows = self.score("--set", "rate=20%").rows
        self.assertEqual([row[8] for row in rows], ["commission", "240.10", "50.00"])
        rows = self.score("--period", "2026-10-01..2026-11-30").rows
        self.assertEqual([row[1] for row in rows], ["sales.actual", "1200.50", "350.00"])

    def test_output_to_a_file_is_whole_or_not_there(self):
        outcome = self.score("--output", "out.csv")
        self.assertEqual((outcome.code, outcome.stdout), (0, b""))
        self.assertEqual(self.read("out.csv"), self.score().stdout.decode())
        self.assertEqual(sorted(p.name for p in self.directory.iterdir()), ["deals.csv", "out.csv", "plan.toml", "reps.csv"])
        # Wrong input leaves the earlier file as it was.
        self.write("reps.csv", "")
        self.assertEqual(self.score("--output", "out.csv").code, 1)
        self.assertIn("R1", self.read("out.csv"))
        self.assertEqual(len(list(self.directory.iterdir())), 4)

    def test_output_through_a_link_and_to_a_device(self):
        self.write("real.csv", "old")
        (self.directory / "link.csv").symlink_to("real.csv")
        self.assertEqual(self.score("--output", "link.csv").code, 0)
        self.assertTrue((self.directory / "link.csv").is_symlink())
        self.assertIn("R1", self.read("real.csv"))
        self.assertEqual(self.score("--output", "/dev/null").code, 0)
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))

    def test_outputs_of_another_table(self):
        outcome = self.score("--output", "deals=d.csv")
        self.assertEqual(outcome.rows, [HEADER, R1, R2])
        self.assertEqual(self.read("d.csv").splitlines(), ["deal,double", "D1,1200.00", "D2,1201.00", "D3,500.00"])
        self.assertNotIn("--output deals", outcome.stderr)
        self.assertIn("--output deals=FILE", self.score().stderr)
        self.assertEqual(self.score("--output", "reps=r.csv").code, 0)
        self.assertIn("R1", self.read("r.csv"))

    def test_outputs_of_groups(self):
        output = '[[outputs]]\nname = "revenue"\ntable = "grades"\n'
        self.write("plan.toml", PLAN + '[tables.grades]\ngroup = "reps.active"\n[define.grades]\nrevenue = "sum(deals.amount)"\n' + output)
        self.score("--output", "grades=g.csv")
        self.assertEqual(self.read("g.csv").splitlines(), ["active,revenue", "false,250.00", "true,1200.50"])

    def test_totals_beside_the_csv(self):
        plan = PLAN + '\n[[totals]]\nname = "revenue_of_all"\nlabel = "总额"\nvalue = "sum(revenue)"\n'
        self.assertNotIn("totals", self.score().stderr)
        self.write("plan.toml", plan)
        self.assertIn("note: the totals are not written; add --output totals=FILE", self.score().stderr)
        outcome = self.score("--output", "totals=t.csv")
        self.assertEqual(outcome.rows, [HEADER, R1, R2])
        self.assertNotIn("totals", outcome.stderr)
        lines = self.read("t.csv").splitlines()
        self.assertEqual(lines[0], "name,label,value,rows_left_out")
        totals = {total["name"]: total for total in csv.DictReader(lines)}
        shown = json.loads(self.score("--format", "json").stdout)["totals"]
        self.assertEqual(list(totals), list(shown))
        for name, total in totals.items():
            self.assertEqual(decimal.Decimal(total["value"]), decimal.Decimal(str(shown[name]["value"])))
            self.assertEqual(int(total["rows_left_out"]), shown[name]["rows_left_out"])
        self.assertEqual(totals["revenue_of_all"]["label"], "总额")
        self.assertIn("--format csv", self.score("--format", "json", "--output", "totals=t.csv").stderr)
        self.assertIn("given twice", self.score("--output", "totals=t.csv", "--output", "totals=u.csv").stderr)

    def test_a_path_may_hold_an_equals_sign(self):
        self.assertEqual(self.score("--output", "./a=b.csv").code, 0)
        self.assertIn("R1", self.read("a=b.csv"))
        self.assertEqual(self.score("--output", "2026-10=b.csv").code, 0)
        self.assertIn("R1", self.read("2026-10=b.csv"))

    def test_a_file_behind_a_link_is_the_same_file(self):
        (self.directory / "link.csv").symlink_to("deals.csv")
        outcome = self.score("--output", "link.csv")
        self.assertEqual(outcome.code, 2)
        self.assertIn("--output link.csv would replace the data of `deals`", outcome.stderr)
        self.assertEqual(self.score("--output", "/dev/null", "--issues", "/dev/null").code, 0)

    def test_outputs_of_a_table_without_any(self):
        self.write("plan.toml", PLAN[:PLAN.rindex("[[outputs]]")])
        outcome = self.run_cli("score", "plan.toml", "--table", "reps=nowhere.csv", "--output", "deals=d.csv")
        self.assertEqual(outcome.code, 2)
        self.assertIn("the plan has no outputs of `deals` for --output deals=d.csv", outcome.stderr)

    def test_json_numbers_are_exact_literals(self):
        outcome = self.score("--format", "json")
        run = json.loads(outcome.stdout, parse_float=decimal.Decimal)
        self.assertEqual(list(run), ["attain", "plan", "numeric", "period", "rows", "tables", "totals", "issues"])
        digest = self.run_cli("check", "plan.toml", "--digest").stdout.decode().strip()
        self.assertEqual(run["plan"], {"name": "Small team", "digest": digest, "label": None, "currency": "CNY"})
        self.assertEqual(run["period"], {"from": "2026-10-01", "to": "2026-10-31"})
        self.assertEqual([row["rep"] for row in run["rows"]], ["R1", "R2"])
        self.assertEqual(list(run["rows"][0]), HEADER)
        self.assertEqual(str(run["rows"][0]["payout"]), "120.05")
        self.assertEqual(str(run["rows"][0]["sales.target"]), "1000.00")
        self.assertIs(run["rows"][1]["works"], False)
        self.assertIsNone(run["rows"][1]["since"])
        self.assertEqual(run["rows"][1]["who"], 'Roe, "JJ"')
        self.assertEqual([row["deal"] for row in run["tables"]["deals"]], ["D1", "D2", "D3"])
        self.assertEqual(run["totals"]["payout"], {"value": decimal.Decimal("145.05"), "rows_left_out": 0})
        self.assertEqual([i["code"] for i in run["issues"]], ["A5012"])

    def test_table_for_people(self):
        self.write("reps.csv", REPS + "R3,张伟,1234567.5,1,yes,\n")
        self.write("deals.csv", "deal,rep,amount,closed,note\nD1,R1,12345678.90,2026-10-05,\nD2,R3,-5,2026-10-05,\n")
        outcome = self.score("--format", "table", "--set", "rate=10%", environment={"COLUMNS": "90"})
        version = self.run_cli("--version").stdout.decode().split()[1]
        digest = self.run_cli("check", "--digest", "plan.toml").stdout.decode()[:12]
        name = support.PLAN.split('name = "')[1].split('"')[0]
        run = f"{name}, 2026-10-01..2026-10-31, exact; plan {digest}, attain {version}"
        self.assertEqual(outcome.stdout.decode(), """\
rep               score  grade          提成        payout  姓名       share  works
-----  ----------------  -----  ------------  ------------  ---------  -----  -----
R1     1,234,567.89      A      1,234,567.89  1,234,567.89  王芳        0.05  true
R2             0         B              0.00          0.00  Roe, "JJ"   0.25  false
R3            -0.000405                -0.50         -0.50  张伟        1     true
-----  ----------------  -----  ------------  ------------  ---------  -----  -----
total                           1,234,567.39  1,234,567.39
not shown: since

""" + run + "\n")
        narrow = self.score("--format", "table", environment={"COLUMNS": "60"}).stdout.decode().splitlines()
        self.assertEqual(narrow[-3], "not shown: 姓名, share, works, since")
        self.assertLessEqual(max(map(len, narrow)), 60)

    def test_fast_results_are_marked(self):
        printed = self.score("--format", "table", "--numeric", "fast", environment={"COLUMNS": "100"}).stdout.decode()
        self.assertIn(", fast (in doubles, not for paying); plan ", printed.splitlines()[-1])
        self.assertIn("computed in doubles", self.score("--numeric", "fast").stderr)
        self.assertNotIn("computed in doubles", self.score().stderr)

    def test_totals_say_what_is_not_in_them(self):
        self.write("deals.csv", support.DEALS.replace("250", "?"))
        lines = self.score("--format", "table", environment={"COLUMNS": "100"}).stdout.decode().splitlines()
        self.assertIn("1 row without a value not in the total of `commission`, `payout`", lines)
        self.assertRegex("\n".join(lines), r"\nR2 +- +- +- ")

    def test_totals_of_the_plan(self):
        self.write("plan.toml", support.PLAN + """
[[totals]]
name = "middle"
label = "平均"
value = "avg(payout)"
[[totals]]
name = "best"
value = "first(rep order by payout desc)"
[[totals]]
name = "rate"
value = "sum(payout) / 0"
""")
        outcome = self.score("--format", "table", environment={"COLUMNS": "100"})
        self.assertIn("\n\n平均  72.53\nbest  R1\nrate  -\n", outcome.stdout.decode())
        self.assertIn("error[A6001] division by zero", outcome.stderr)
        totals = json.loads(self.score("--format", "json").stdout, parse_float=decimal.Decimal)["totals"]
        self.assertEqual(list(totals)[-3:], ["middle", "best", "rate"])
        self.assertEqual([totals[name]["value"] for name in ("middle", "best", "rate")], [decimal.Decimal("72.53"), "R1", None])

    def test_a_reader_that_goes_away(self):
        self.write("reps.csv", "rep,Name,quota,bonus_share,active,joined\n" + "".join(f"R{i},Name,1,,,\n" for i in range(20000)))
        command = [PROGRAM, "score", "plan.toml", "--table", "reps=reps.csv", "--table", "deals=deals.csv"]
        with subprocess.Popen(command, cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stdout.readline()
            process.stdout.close()
            errors = process.stderr.read().decode()
            self.assertIn(process.wait(timeout=60), (0, 1))
        self.assertNotIn("Broken pipe", errors)

    def test_closed_and_full_outputs(self):
        shell = '"$0" score plan.toml --table reps=reps.csv --table deals=deals.csv '
        for redirection, code in ((">&-", 2), ("2>&- >out.csv", 0), ("<&- >out.csv", 0), (">/dev/full", 2)):
            with self.subTest(redirection):
                done = subprocess.run(["sh", "-c", shell + redirection, PROGRAM], cwd=self.directory, capture_output=True, timeout=60, check=False)
                self.assertEqual(done.returncode, code, done.stderr)
                if code == 2:
                    self.assertIn(b"cannot write standard output", done.stderr)

    @unittest.skipIf(os.geteuid() == 0, "root may do everything")
    def test_files_that_may_not_be_touched(self):
        (self.directory / "deals.csv").chmod(0)
        self.assertIn("Permission denied", self.score().stderr)
        self.write("locked.csv", "")
        (self.directory / "locked.csv").chmod(0o400)
        self.assertEqual(self.score("--output", "locked.csv").code, 2)


if __name__ == "__main__":
    support.main()
