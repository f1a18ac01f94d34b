# SPDX-License-Identifier: Apache-2.0
"""Tests of what one run of the command line leaves for the next: the state of the balances, and the population with its goals."""

import csv
import io

import support

PLAN = """\
attain = 1
[plan]
name = "Draws"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }
[tables.reps]
key = ["rep", "post"]
csv = { encoding = "gb18030", delimiter = ";", decimal = ",", thousands = "." }
columns = { rep = "text", post = "count", earned = "money", quota = { type = "money", from = ["指标", "Quota"] }, growth = "ratio", lead = "bool" }
[[balances]]
name = "owed"
closing = "owed + line"
[[balances]]
name = "`a, b`"
closing = "earned / 3 CNY"
[[balances]]
name = "best"
type = "text"
closing = "if(earned > 1000, 'good; ' , best)"
[[balances]]
name = "since"
closing = "coalesce(since, if(lead, period.from, missing))"
[[balances]]
name = "seen"
opening = false
closing = "seen or lead"
[[incentives]]
name = "line"
amount = "earned * 10%"
[[goals]]
column = "quota"
value = "round(max(quota, 0.7 * quota + 0.3 * earned) * (1 + growth), 2)"
[[goals]]
column = "growth"
value = "growth / 2"
applies = "not lead"
""".replace('name = "`a, b`"', 'name = "a, b"')

REPS = """\
note;rep;post;earned;指标;growth;lead
"x;y";王芳;1;1.200,50;10.000;5%;是

z;Ben;2;10;200,5;0,03;no
;Ben;1;oops;300;1%;no
too;few
"""
NOVEMBER = ("--period", "2026-11-01..2026-11-30")


class NextPeriod(support.CliTest):
    def setUp(self):
        super().setUp()
        self.write("plan.toml", PLAN)
        self.write("reps.csv", REPS.encode("gb18030"))

    def run_month(self, *arguments):
        return self.run_cli("score", "plan.toml", "--table", "reps=reps.csv", *arguments)

    def table(self, name):
        return list(csv.DictReader(io.StringIO(self.read(name), newline="")))

    def test_a_state_goes_out_and_comes_in(self):
        self.assertEqual(self.run_month("--state-out", "s10.csv").code, 1)
        self.assertEqual(
            self.read("s10.csv"),
            'rep,post,plan,period_end,owed,"a, b",best,since,seen,failed\r\n'
            '王芳,1,Draws,2026-10-31,120.05,400.166666667,"good; ",2026-10-01,true,\r\n'
            "Ben,2,Draws,2026-10-31,1.00,3.333333333,,,false,\r\n"
            "Ben,1,Draws,2026-10-31,,,,,false,\"`owed`, `a, b`, `best`\"\r\n")
        before = self.read("s10.csv")
        for _ in range(2):  # once more changes nothing
            self.run_month(*NOVEMBER, "--state", "s10.csv", "--state-out", "s11.csv")
            self.assertEqual(self.read("s10.csv"), before)
            rows = self.table("s11.csv")
            self.assertEqual([(r["rep"], r["owed"], r["since"], r["seen"], r["failed"]) for r in rows],
                             [("王芳", "240.10", "2026-10-01", "true", ""), ("Ben", "2.00", "", "false", ""), ("Ben", "", "", "false", "`owed`, `a, b`, `best`")])

    def test_rows_of_other_plans_and_of_nobody_are_carried(self):
        self.write("s9.csv", "\ufeffrep,remark,post,plan,period_end,owed,\"a, b\",best,since,seen,pool\n"
                   " Ann ,hers,1,Managers,2026/8/31,?,x,,,,\"1,5\"\n"
                   "Zoe,left,1,Draws,2026-09-30,7.5,1,so,2026-01-01,yes,\n"
                   "王芳,,1, Draws ,2026/09/30,1000,0,,,no,\n")
        done = self.run_month("--state", "s9.csv", "--state-out", "s10.csv")
        self.assertIn("warning[A5083] state", done.stderr)
        self.assertIn("2 rows have no row in `state`", done.stderr)
        rows = self.table("s10.csv")
        self.assertEqual(list(rows[0]), ["rep", "remark", "post", "plan", "period_end", "owed", "a, b", "best", "since", "seen", "pool", "failed"])
        self.assertEqual([r["rep"] for r in rows], ["王芳", "Ben", "Ben", "Zoe", "Ann"])
        self.assertEqual(rows[0]["owed"], "1120.05")
        self.assertEqual(list(rows[3].values()), ["Zoe", "", "1", "Draws", "2026-10-31", "7.50", "1", "so", "2026-01-01", "true", "", ""])
        self.assertEqual(list(rows[4].values()), ["Ann", "hers", "1", "Managers", "2026/8/31", "?", "x", "", "", "", "1,5", ""])

    def test_a_state_of_another_day_is_refused_unless_forced(self):
        self.run_month("--state-out", "s10.csv")
        done = self.run_month("--state", "s10.csv", "--state-out", "again.csv")
        self.assertIn("error[A5081]", done.stderr)
        self.assertIn("the state is not written", done.stderr)
        self.assertFalse((self.directory / "again.csv").exists())
        self.assertEqual([row[2] for row in done.rows[1:]], ["120.05", "1.00", ""], "what needs no balance is there")
        done = self.run_month("--state", "s10.csv", "--state-out", "again.csv", "--force-state")
        self.assertIn("warning[A5081]", done.stderr)
        self.assertEqual(self.table("again.csv")[0]["owed"], "240.10")

    def test_of_a_state_nothing_may_be_lost(self):
        head = "rep,post,plan,period_end,owed,\"a, b\",best,since,seen\n"
        for content, words in ((head.replace("owed,", "") + "王芳,1,Draws,2026-09-30,1,,,\n", "no column `owed`"), (head + "王芳,1,Draws\n", "fields"),
                               (head + "王芳,1,Draws,2026-09-30,\"1,2,3,4\n", "never closed"), ("", "is empty")):
            with self.subTest(words):
                self.write("s9.csv", content)
                done = self.run_month("--state", "s9.csv", "--state-out", "s10.csv")
                self.assertEqual((done.code, done.stdout), (1, b""))
                self.assertIn(words, done.stderr)
                self.assertIn("nothing was scored", done.stderr)
                self.assertFalse((self.directory / "s10.csv").exists())

    def test_wrong_usage(self):
        self.write("s.csv", "rep,post,plan,period_end,owed\n")
        self.write("plain.toml", PLAN[:PLAN.index("[[balances]]")] + "[[incentives]]\nname = 'line'\namount = 'earned'\n")
        for plan, arguments, words in (("plan.toml", ["--numeric", "fast", "--state-out", "o.csv"], "--state-out needs --numeric exact"),
                                       ("plan.toml", ["--numeric", "fast", "--goals", "o.csv"], "--goals needs --numeric exact"),
                                       ("plan.toml", ["--force-state"], "--force-state needs --state FILE"),
                                       ("plan.toml", ["--state", "s.csv", "--state-out", "./s.csv"], "would replace the state `s.csv`"),
                                       ("plan.toml", ["--goals", "reps.csv"], "would replace the data of `reps`"),
                                       ("plan.toml", ["--state-out", "a", "--goals", "a"], "go to one place"),
                                       ("plan.toml", ["--state", "nowhere.csv"], "cannot read `nowhere.csv`"),
                                       ("plan.toml", ["--table", "state=s.csv"], "by --state FILE"),
                                       ("plan.toml", ["--output", "state=s2.csv"], "by --state FILE"),
                                       ("plain.toml", ["--state", "s.csv"], "no [[balances]]"), ("plain.toml", ["--state-out", "o.csv"], "no [[balances]]"),
                                       ("plain.toml", ["--goals", "o.csv"], "no [[goals]]"), ("plain.toml", ["--table", "state=s.csv"], "no table `state`")):
            with self.subTest(arguments):
                done = self.run_cli("score", plan, "--table", "reps=reps.csv", *arguments)
                self.assertEqual((done.code, done.stdout), (2, b""), done.stderr)
                self.assertIn(words, done.stderr)
                self.assertFalse((self.directory / "o.csv").exists())

    def test_without_a_period_there_is_no_state(self):
        self.write("plan.toml", PLAN.replace("period = { from = 2026-10-01, to = 2026-10-31 }", "").replace("period.from", "'2026-10-01'"))
        done = self.run_month()
        self.assertEqual(done.code, 2)
        self.assertIn("balances", done.stderr)
        self.assertEqual(self.run_month(*NOVEMBER, "--state-out", "s.csv").code, 1)

    def test_fast_reads_a_state(self):
        self.run_month("--state-out", "s10.csv")
        done = self.run_month(*NOVEMBER, "--numeric", "fast", "--state", "s10.csv")
        self.assertEqual(done.rows[1][:4], ["王芳", "1", "120.05", "120.05"])
        self.assertNotIn("--state-out", done.stderr)

    def test_goals_make_next_months_population(self):
        self.run_month("--goals", "november.csv")
        self.assertEqual(self.read("november.csv"),
                         "\ufeffnote;rep;post;earned;指标;growth;lead\r\n"
                         '"x;y";王芳;1;1.200,50;10500,00;5%;是\r\n'.replace("5%", "0,05")
                         + "z;Ben;2;10;206,52;0,015;no\r\n;Ben;1;oops;;0,005;no\r\ntoo;few\r\n")
        self.write("reps.csv", self.read("november.csv"))
        done = self.run_month("--goals", "december.csv")
        self.assertIn("11025,00", self.read("december.csv"), done.stderr)

    def test_a_goal_can_fill_a_column_that_is_not_there(self):
        self.write("plan.toml", PLAN[:PLAN.index("[[balances]]")].replace('lead = "bool"', 'next = "count?"') + "[[goals]]\ncolumn = 'next'\nvalue = 'post + 1'\n")
        self.write("reps.csv", "rep;post\nA;1\nB;2\n")
        done = self.run_month("--goals", "next.csv")
        self.assertEqual(self.read("next.csv"), "\ufeffrep;post;next\r\nA;1;2\r\nB;2;3\r\n", done.stderr)

    def run_periods(self, plan, periods, line):
        """The values of a line, and of the balances behind it, period by period; each is its last day and the rows of the population."""
        self.write("plan.toml", 'attain = 1\n[plan]\nname = "P"\ncurrency = "CNY"\n[tables.reps]\nkey = "rep"\ncolumns = { rep = "text", c = "money" }\n'
                   '[[balances]]\nname = "b"\n' + plan)
        found = []
        for number, (period, amount) in enumerate(periods):
            self.write("reps.csv", f"rep,c\nR,{amount}\n")
            before = ["--state", f"s{number - 1}.csv"] if number else []
            done = self.run_month("--period", period, *before, "--state-out", f"s{number}.csv")
            self.assertEqual(done.code, 0, done.stderr)
            row = dict(zip(done.rows[0], done.rows[1]))
            found.append((row[line], self.table(f"s{number}.csv")[0]["b"]))
        return found

    def test_worked_examples_of_the_field(self):
        months = ["2026-01-01..2026-01-31", "2026-02-01..2026-02-28", "2026-03-01..2026-03-31"]
        draw = 'closing = "b + draw"\n[[incentives]]\nname = "commission"\namount = "c"\n[[incentives]]\nname = "draw"\namount = "%s"\n'
        never_below = draw % "if(c < 1200, 1200 - c, -min(b, c - 1200))"
        self.assertEqual(self.run_periods(never_below, zip(months, (900, 1300, 2000)), "payout"), [("1200.00", "300.00"), ("1200.00", "200.00"), ("1800.00", "0.00")])
        debt_first = draw % "if(c < 1200, 1200 - c, -min(b, c))"
        self.assertEqual(self.run_periods(debt_first, zip(months, (900, 1300, 2000)), "payout"), [("1200.00", "300.00"), ("1000.00", "0.00"), ("2000.00", "0.00")])
        deferred = 'closing = "b + c - paid"\n[[incentives]]\nname = "paid"\namount = "b + c"\ncap = 5000\n'
        self.assertEqual(self.run_periods(deferred, zip(months, (6200, 3000, 0)), "payout"), [("5000.00", "1200.00"), ("4200.00", "0.00"), ("0.00", "0.00")])
        held = 'closing = "-held"\n[[incentives]]\nname = "commission"\namount = "c"\n[[incentives]]\nname = "held"\namount = "-30% * c"\n' \
               '[[incentives]]\nname = "release"\namount = "b"\n'
        self.assertEqual(self.run_periods(held, zip(months, (1000, 0, 0)), "payout"), [("700.00", "300.00"), ("300.00", "0.00"), ("0.00", "0.00")])
        guarantee = 'closing = "b + 1"\n[[incentives]]\nname = "commission"\namount = "c"\nfloor = "if(b < 2, 900, 0)"\n'
        self.assertEqual(self.run_periods(guarantee, zip(months, (700, 1000, 700)), "payout"), [("900.00", "1"), ("1000.00", "2"), ("700.00", "3")])
        weeks = ["2026-01-05..2026-01-11", "2026-01-12..2026-01-18", "2026-01-19..2026-01-25"]
        true_up = 'closing = "b + c"\n[[balances]]\nname = "paid"\nclosing = "paid + commission"\n[curves.due]\nkind = "marginal"\n' \
                  'tiers = [{ from = 0, rate = "2%" }, { from = 30000, rate = "5%" }]\n[[incentives]]\nname = "commission"\namount = "due(b + c) - paid"\n'
        self.assertEqual(self.run_periods(true_up, zip(weeks, (20000, 20000, 10000)), "payout"),
                         [("400.00", "20000.00"), ("700.00", "40000.00"), ("500.00", "50000.00")])
        correction = 'closing = "b + paid"\n[[incentives]]\nname = "paid"\namount = "c - b"\n'  # c: what July comes to, as known today
        self.assertEqual(self.run_periods(correction, zip(months, (1000, 1150, 1150)), "payout"), [("1000.00", "1000.00"), ("150.00", "1150.00"), ("0.00", "1150.00")])
        # A cancelled contract takes back what of it was paid: one of two instalments of 500.
        instalments = 'closing = "b + paid"\n[[incentives]]\nname = "paid"\namount = "if(c < 0, -b, c)"\n'
        self.assertEqual(self.run_periods(instalments, zip(months, (500, -1, 0)), "payout"), [("500.00", "500.00"), ("-500.00", "0.00"), ("0.00", "0.00")])

    def test_what_the_reference_says_of_balances(self):
        months = [f"2026-{m:02}-01..2026-{m:02}-{d}" for m, d in ((9, 30), (10, 31), (11, 30), (12, 31))] + ["2027-01-01..2027-01-31"]
        later = 'closing = "b + draw"\n[[balances]]\nname = "months"\nclosing = "months + 1"\n[[incentives]]\nname = "commission"\namount = "c"\n[[incentives]]\n' \
                'name = "draw"\namount = "if(c < 1200, 1200 - c, if(months < 3, 0 CNY, -min(b, max(0, c - 1200), 50% * c, 700)))"\n'
        self.assertEqual(self.run_periods(later, zip(months, (200, 2000, 200, 3000, 1600)), "payout"),
                         [("1200.00", "1000.00"), ("2000.00", "1000.00"), ("1200.00", "2000.00"), ("2300.00", "1300.00"), ("1200.00", "900.00")])
        held_long = 'closing = "-held"\n[[balances]]\nname = "before"\nclosing = "b"\n[[incentives]]\nname = "commission"\namount = "c"\n' \
                    '[[incentives]]\nname = "held"\namount = "-30% * c"\n[[incentives]]\nname = "release"\namount = "before"\n'
        self.assertEqual([pay for pay, _ in self.run_periods(held_long, zip(months, (1000, 0, 0, 500, 0)), "payout")], ["700.00", "0.00", "300.00", "350.00", "0.00"])
        year = 'closing = "if(month(period.to) = 12, 0, b + c)"\n[[balances]]\nname = "paid"\nclosing = "if(month(period.to) = 12, 0, paid + commission)"\n' \
               '[curves.due]\nkind = "marginal"\ntiers = [{ from = 0, rate = "2%" }, { from = 30000, rate = "5%" }]\n' \
               '[[incentives]]\nname = "commission"\namount = "due(b + c) - paid"\n'
        self.assertEqual([pay for pay, _ in self.run_periods(year, zip(months[1:], (20000, 20000, 10000, 20000)), "payout")], ["400.00", "700.00", "500.00", "400.00"])


if __name__ == "__main__":
    support.main()
