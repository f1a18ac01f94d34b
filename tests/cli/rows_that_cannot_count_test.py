# SPDX-License-Identifier: Apache-2.0
"""What rows that fail a check, or whose date or key nobody knows, do to others: aggregates, lines per event, running totals, evidence, links, totals."""

import json

import support

HEAD = """\
attain = 1
[plan]
name = "Rows that cannot count"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }
[tables.reps]
key = "rep"
columns = { rep = "text", quota = "money?", works = "bool?" }
"""
DEALS = """\
[tables.deals]
key = "deal"
link = { rep = "reps" }
date = "closed"
columns = { amount = "money?", discount = "ratio?", paid = "bool?", closed = "date" }
"""
CHECK = """\
[[checks]]
table = "deals"
that = "discount <= 30%"
"""
LINE = """\
[[incentives]]
name = "pay"
per = "deals"
amount = "amount * 1%"
where = "paid"
"""


def output(name, value, table="reps"):
    return f'[[outputs]]\nname = "{name}"\nvalue = "{value}"\ntable = "{table}"\n'


class RowsThatCannotCount(support.CliTest):
    def score(self, plan, tables, outputs=()):
        """The results by key, of the population and of the tables asked for, each row without its key, and the codes of the errors."""
        self.write("plan.toml", plan)
        arguments = ["score", "plan.toml", "--format", "json"]
        for name, text in tables.items():
            self.write(f"{name}.csv", text)
            arguments += ["--table", f"{name}={name}.csv"]
        found = []
        for numeric in ("exact", "fast"):
            done = self.run_cli(*arguments, "--numeric", numeric)
            self.assertNotEqual(done.code, 2, done.stderr)
            said = json.loads(done.stdout)
            rows = {list(row.values())[0]: list(row.values())[1:] for row in said["rows"]}
            errors = [(i["code"], i["table"], i["key"]) for i in said["issues"] if i["severity"] == "error"]
            others = [{list(row.values())[0]: list(row.values())[1:] for row in said["tables"][name]} for name in outputs]
            found.append((rows, *others, errors, said["totals"]))
        self.assertEqual(found[0], found[1])
        return found[0]


SHOWN = output("sum", "sum(deals.amount where paid)") + output("count", "count(deals where paid)") + output("all", "sum(deals.amount)") + output(
    "pays", "sum(deals.pay)")
D1 = "deal,rep,amount,discount,paid,closed\nD1,A,100,10%,yes,2026-10-02\n"


class Aggregates(RowsThatCannotCount):
    """The same rule for each thing that is wrong with a row: in the columns of A are pay, payout, sum, count, all, pays."""

    wrong = {"fails its check": "D2,A,{},40%,{},2026-10-03\n", "has no date": "D2,A,{},10%,{},bad\n", "has no key": ",A,{},10%,{},2026-10-03\n"}

    def of_a(self, row, amount, paid):
        rows, _, _ = self.score(HEAD + DEALS + CHECK + LINE + SHOWN, {"reps": "rep,quota,works\nA,1,yes\n", "deals": D1 + row.format(amount, paid)})
        return rows["A"]

    def test_a_row_that_would_count(self):
        for what, row in self.wrong.items():
            with self.subTest(what):
                self.assertEqual(self.of_a(row, "50", "yes"), [None] * 6)

    def test_where_leaves_the_row_out(self):
        for what, row in self.wrong.items():
            for paid in ("no", ""):
                with self.subTest(what, paid=paid):
                    self.assertEqual(self.of_a(row, "50", paid), [1, 1, 100, 1, None, 1])

    def test_the_value_is_empty(self):
        for what, row in self.wrong.items():
            with self.subTest(what):
                self.assertEqual(self.of_a(row, "", "yes"), [1, 1, 100, None, 100, 1])

    def test_where_cannot_be_computed(self):
        for what, row in self.wrong.items():
            with self.subTest(what):
                plan = HEAD + DEALS + CHECK + LINE.replace('"paid"', '"1 CNY / (amount - 50) <> 0"') + output("sum", "sum(deals.amount where 1 CNY / (amount - 50) <> 0)")
                rows, _, _ = self.score(plan, {"reps": "rep,quota,works\nA,1,yes\n", "deals": D1 + row.format("50", "yes")})
                self.assertEqual(rows["A"], [None, None, None])

    def test_running_totals(self):
        running = '[define.deals]\nuntil = "sum_through(amount where paid order by closed)"\n' + output("until", "until", "deals")
        for what, row in self.wrong.items():
            row = row.replace("10-03", "10-01")
            for amount, paid, until in (("50", "yes", None), ("50", "no", 100), ("50", "", 100), ("", "yes", 100)):
                with self.subTest(what, amount=amount, paid=paid):
                    _, deals, _, _ = self.score(HEAD + DEALS + CHECK + running, {"reps": "rep,quota,works\nA,1,yes\n", "deals": D1 + row.format(amount, paid)}, ["deals"])
                    self.assertEqual(deals["D1"], [until])


class LinesPerEvent(RowsThatCannotCount):
    def test_events_pay_only_where_the_rep_has_the_line(self):
        plan = HEAD + DEALS + CHECK + LINE + '[[checks]]\nthat = "quota > 0"\n[[totals]]\nname = "in_all"\nvalue = "sum(pay)"\n'
        deals = D1 + "D2,B,100,10%,yes,2026-10-02\nD3,C,100,10%,yes,2026-10-02\nD4,C,100,40%,yes,2026-10-02\nD5,D,100,10%,yes,2026-10-02\nD6,A,,10%,yes,2026-10-02\n"
        rows, shown, errors, totals = self.score(plan, {"reps": "rep,quota,works\nA,1,yes\nB,0,yes\nC,1,yes\nD,1,yes\nD,2,yes\n", "deals": deals}, ["deals"])
        self.assertEqual([rows[rep][0] for rep in "ABC"], [1, None, None])
        self.assertEqual(shown, {"D1": [1], "D2": [None], "D3": [None], "D4": [None], "D5": [None], "D6": [None]})
        self.assertEqual(totals["in_all"]["value"], 1)
        self.assertEqual(sorted(errors), [("A5006", "reps", "D"), ("A6008", "deals", "D6"), ("A6041", "deals", "D4"), ("A6041", "reps", "B")])

    def test_an_event_of_nobody_lacks_no_condition_of_a_rep(self):
        plan = HEAD + DEALS.replace('"reps"', '"reps?"') + LINE.replace('where = "paid"', 'applies = "works"')
        deals = D1 + "D2,,100,10%,yes,2026-10-02\nD3,X,100,10%,yes,2026-10-02\nD4,B,100,10%,yes,2026-10-02\nD5,C,100,10%,yes,2026-10-02\n"
        rows, shown, errors, _ = self.score(plan, {"reps": "rep,quota,works\nA,1,yes\nB,1,\nC,1,no\n", "deals": deals}, ["deals"])
        self.assertEqual(rows, {"A": [1, 1], "B": [None, None], "C": [None, 0]})
        self.assertEqual(shown, {"D1": [1], "D2": [None], "D3": [None], "D4": [None], "D5": [None]})
        self.assertEqual(errors, [("A6008", "reps", "B")])


class ThroughLinks(RowsThatCannotCount):
    LINES = """\
[tables.lines]
key = "line"
link = { deal = "deals" }
columns = { amount = "money" }
[define.lines]
value = "amount * deal.discount"
[define.deals]
total = "sum(lines.value)"
"""
    DATA = {
        "reps": "rep,quota,works\nA,1,yes\nB,2,yes\nC,2,yes\n",
        "deals": "deal,rep,amount,discount,paid,closed\nD1,A,1,10%,yes,2026-10-02\nD2,B,1,40%,yes,2026-10-02\nD3,C,1,50%,yes,2026-09-02\n",
        "lines": "line,deal,amount\nL1,D1,100\nL2,D2,100\nL3,D3,100\n",
    }
    SHOWN = output("value", "value", "lines") + output("whose", "quota", "lines") + output("values", "sum(lines.value)") + output("totals", "sum(deals.total)")

    def test_values_of_a_failed_event_fail_whoever_reads_them(self):
        rows, lines, errors, _ = self.score(HEAD + DEALS + CHECK + self.LINES + self.SHOWN, self.DATA, ["lines"])
        self.assertEqual(lines, {"L1": [10, 1], "L2": [None, 2], "L3": [50, 2]})
        self.assertEqual(rows, {"A": [10, 10], "B": [None, None], "C": [50, 0]})
        self.assertEqual(errors, [("A6041", "deals", "D2")])

    def test_a_check_reads_what_reads_its_event(self):
        check = CHECK.replace("discount <= 30%", "total <= 30")
        rows, lines, errors, _ = self.score(HEAD + DEALS + self.LINES + check + self.SHOWN, self.DATA, ["lines"])
        self.assertEqual(lines, {"L1": [10, 1], "L2": [None, 2], "L3": [50, 2]})
        self.assertEqual(rows, {"A": [10, 10], "B": [None, None], "C": [50, 0]})
        self.assertEqual(errors, [("A6041", "deals", "D2")])


class Evidence(RowsThatCannotCount):
    PLAN = HEAD + DEALS + CHECK + '[evidence.good]\nof = "deals"\nrequires = ["amount"]\nonce_per = ["paid"]\n' + output("good", "good", "deals")

    def good(self, rows):
        _, shown, _, _ = self.score(self.PLAN, {"reps": "rep,quota,works\nA,1,yes\nB,1,yes\n", "deals": "deal,rep,amount,discount,paid,closed\n" + rows}, ["deals"])
        return {key: cells[0] for key, cells in shown.items()}

    def test_the_first_row_behind_one_that_may_count_is_open(self):
        rest = "D2,B,1,10%,yes,2026-10-02\nD3,B,1,10%,yes,2026-10-02\nD4,A,1,10%,no,2026-10-02\n"
        self.assertEqual(self.good("D1,A,1,10%,yes,bad\n" + rest), {"D2": None, "D3": False, "D4": True})
        self.assertEqual(self.good(",A,1,10%,yes,2026-10-02\n" + rest), {"D2": None, "D3": False, "D4": True})
        self.assertEqual(self.good("D1,A,1,40%,yes,2026-10-02\n" + rest), {"D1": None, "D2": None, "D3": False, "D4": True})

    def test_one_that_comes_later_or_lacks_an_answer_changes_nothing(self):
        rest = "D2,B,1,10%,yes,2026-10-02\n"
        self.assertEqual(self.good(rest + "D9,A,1,40%,yes,2026-10-02\n"), {"D2": True, "D9": None})
        self.assertEqual(self.good(rest + "D1,A,,10%,yes,bad\n"), {"D2": True})


class Totals(RowsThatCannotCount):
    def test_money_leaves_at_the_minor_unit_of_its_currency(self):
        plan = HEAD.replace('quota = "money?"', 'quota = "money[KWD]"') + '[[totals]]\nname = "in_all"\nvalue = "sum(quota)"\n'
        _, _, totals = self.score(plan, {"reps": "rep,quota,works\nA,1.235,yes\n"})
        self.assertEqual(totals["in_all"]["value"], 1.235)


if __name__ == "__main__":
    support.main()
