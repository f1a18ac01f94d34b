# SPDX-License-Identifier: Apache-2.0
"""What goes from period to period: small plans for draws, guarantees, holdbacks, caps, true-ups and corrections, each run for the twelve months of
a year, every month from the state that the one before wrote, with reps who come, leave and come back; computed here in fractions."""

import calendar
import csv
import os
import random
import sys
import tempfile
from fractions import Fraction

from oracle import FAILED, Mismatch, attain, decimal_text, half_up, marginal, read_number, read_table, run

HEAD = """
attain = 1
[plan]
name = "{name}"
currency = "CNY"
[tables.reps]
key = "rep"
columns = {{ sales = "money", restated = "money?", draw = "money" }}
"""
TIERS = [(Fraction(0), Fraction("0.02")), (Fraction(20000), Fraction("0.045")), (Fraction(60000), Fraction("0.07"))]


def cents(x):
    return half_up(x, 2)


def commission(r):
    return cents(r["sales"] * Fraction("0.0333"))


COMMISSION = """
[[incentives]]
name = "commission"
amount = "sales * 3.33%"
"""


class Recoverable:
    """The debt is repaid from the fourth month on, by at most half of the commission and 700 a month, and never below the draw."""

    plan = COMMISSION + """
[parameters]
delay = 3
[[balances]]
name = "months"
closing = "months + 1"
[[balances]]
name = "owed"
closing = "owed + advance + recovery"
[[incentives]]
name = "advance"
amount = "max(0, draw - commission)"
[[incentives]]
name = "recovery"
amount = "-if(months < delay, 0, min(owed, max(0, commission - draw), 50% * commission, 700))"
"""
    opening = {"months": (0, 0), "owed": (0, 2)}
    mends = True

    @staticmethod
    def step(was, r, _):
        months, owed, sales = was["months"], was["owed"], r["sales"]
        after = months if months is FAILED else months + 1
        if sales is FAILED:
            early = months is not FAILED and months < 3
            return {"commission": FAILED, "advance": FAILED, "recovery": Fraction(0) if early else FAILED}, {"months": after, "owed": FAILED}
        c = commission(r)
        advance = max(Fraction(0), cents(r["draw"] - c))
        if months is FAILED or (months >= 3 and owed is FAILED):
            recovery = FAILED
        else:
            recovery = -Fraction(0) if months < 3 else -cents(min(owed, max(Fraction(0), c - r["draw"]), c / 2, Fraction(700)))
        closing = FAILED if FAILED in (owed, recovery) else owed + advance + recovery
        return {"commission": c, "advance": advance, "recovery": recovery}, {"months": after, "owed": closing}


class DebtFirst:
    """The other rule in use: the debt comes first, the net may fall below the draw."""

    plan = COMMISSION + """
[[balances]]
name = "owed"
opening = "0 CNY"
closing = "owed + draw_line"
[[incentives]]
name = "draw_line"
amount = "if(commission < draw, draw - commission, -min(owed, commission))"
"""
    opening = {"owed": (0, 2)}

    @staticmethod
    def step(was, r, _):
        c = commission(r)
        line = r["draw"] - c if c < r["draw"] else -min(was["owed"], c)
        return {"commission": c, "draw_line": line}, {"owed": was["owed"] + line}


class NonRecoverable:
    """The larger of commission and draw; nothing is owed, and nothing carried."""

    plan = """
[[incentives]]
name = "commission"
amount = "sales * 3.33%"
floor = "draw"
[[balances]]
name = "draws"
type = "count"
closing = "draws + if(commission = draw, 1, 0)"
"""
    opening = {"draws": (0, 0)}

    @staticmethod
    def step(was, r, _):
        c = max(commission(r), r["draw"])
        return {"commission": c}, {"draws": was["draws"] + (c == r["draw"])}


class Guarantee:
    """At least the draw in the first four months in post."""

    plan = COMMISSION + """
[[balances]]
name = "month"
opening = 1
closing = "month + 1"
[[incentives]]
name = "guarantee"
amount = "if(month <= 4, max(0, draw - commission), 0)"
"""
    opening = {"month": (1, 0)}

    @staticmethod
    def step(was, r, _):
        c = commission(r)
        return {"commission": c, "guarantee": max(Fraction(0), r["draw"] - c) if was["month"] <= 4 else Fraction(0)}, {"month": was["month"] + 1}


class Holdback:
    """30 % of a month's commission is paid two months later."""

    plan = COMMISSION + """
[[balances]]
name = "held"
closing = "-holdback"
[[balances]]
name = "held_before"
closing = "held"
[[incentives]]
name = "holdback"
amount = "-30% * commission"
[[incentives]]
name = "release"
amount = "held_before"
"""
    opening = {"held": (0, 2), "held_before": (0, 2)}

    @staticmethod
    def step(was, r, _):
        c = commission(r)
        held = cents(c * 3 / 10)
        return {"commission": c, "holdback": -held, "release": was["held_before"]}, {"held": held, "held_before": was["held"]}


class DeferredCap:
    """What is above the cap is paid in the next months that leave room."""

    plan = """
[define]
earned = "round(sales * 3.33%, 2)"
[[balances]]
name = "deferred"
closing = "deferred + earned - commission"
[[incentives]]
name = "commission"
amount = "deferred + earned"
cap = 1500
"""
    opening = {"deferred": (0, 2)}

    @staticmethod
    def step(was, r, _):
        paid = min(was["deferred"] + commission(r), Fraction(1500))
        return {"commission": paid}, {"deferred": was["deferred"] + commission(r) - paid}


class TrueUp:
    """The entitlement of the year so far less what was paid for it; both begin anew after June, where the year of this firm ends."""

    plan = """
[curves.entitlement]
kind = "marginal"
tiers = [{ from = 0, rate = "2%" }, { from = 20000, rate = "4.5%" }, { from = 60000, rate = "7%" }]
[[balances]]
name = "sold"
closing = "if(month(period.to) = 6, 0, sold + sales)"
[[balances]]
name = "paid"
closing = "if(month(period.to) = 6, 0, paid + commission)"
[[incentives]]
name = "commission"
amount = "entitlement(sold + sales) - paid"
"""
    opening = {"sold": (0, 2), "paid": (0, 2)}

    @staticmethod
    def step(was, r, month):
        c = cents(marginal(TIERS, was["sold"] + r["sales"]) - was["paid"])
        after = {"sold": was["sold"] + r["sales"], "paid": was["paid"] + c}
        return {"commission": c}, {k: Fraction(0) for k in after} if month == 6 else after


class Correction:
    """Sales of the month before that were restated: the difference to what was paid is a line of its own; the closed month stays."""

    plan = COMMISSION + """
[[balances]]
name = "paid_before"
closing = "commission"
[[incentives]]
name = "correction"
amount = "coalesce(restated * 3.33% - paid_before, 0)"
"""
    opening = {"paid_before": (0, 2)}

    @staticmethod
    def step(was, r, _):
        again = r["restated"]
        c = commission(r)
        return {"commission": c, "correction": Fraction(0) if again is None else cents(again * Fraction("0.0333") - was["paid_before"])}, {"paid_before": c}


CASES = [Recoverable, DebtFirst, NonRecoverable, Guarantee, Holdback, DeferredCap, TrueUp, Correction]


def make_reps(random_, path, fails):
    """A different part of the staff each month; the exact rows as the oracle sees them."""
    rows = []
    for i in range(14):
        if random_.random() < 0.25:
            continue
        sales = "n/a" if fails and random_.random() < 0.06 else decimal_text(Fraction(random_.randrange(0, 9000000), 100), 2, True)
        restated = decimal_text(Fraction(random_.randrange(0, 6000000), 100), 2, True) if random_.random() < 0.3 else ""
        rows.append({"rep": f"R{i:02}", "sales": sales, "restated": restated, "draw": random_.choice(["800", "1200.50", "2000"])})
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["rep", "sales", "restated", "draw"])
        out.writeheader()
        out.writerows(rows)
    return [{"rep": r["rep"], **{c: read_number(r[c], c == "restated") for c in ("sales", "restated", "draw")}} for r in rows]


def cell(value, places):
    return "" if value is FAILED else decimal_text(Fraction(value), places, places == 2)


def shown_state(case, known, order, plan, end):
    header = ["rep", "plan", "period_end", *case.opening, "failed"]
    rows = []
    for rep in order:
        failed = ", ".join(f"`{b}`" for b in case.opening if known[rep][b] is FAILED)
        rows.append(dict(zip(header, [rep, plan, end, *(cell(known[rep][b], places) for b, (_, places) in case.opening.items()), failed])))
    return rows


def mend(random_, path, known, case):
    """Now and then somebody writes a value into a cell that failed; the mark stays and does no harm."""
    rows = read_table(path)
    for row in rows:
        for balance, (_, places) in case.opening.items():
            if row["plan"] == case.__name__ and known[row["rep"]][balance] is FAILED and random_.random() < 0.4:
                known[row["rep"]][balance] = Fraction(random_.randrange(0, 90000), 10**places)
                row[balance] = cell(known[row["rep"]][balance], places)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(rows)


def month_of(case, folder, random_, number, known, shows):
    first, last = f"2026-{number:02}-01", f"2026-{number:02}-{calendar.monthrange(2026, number)[1]:02}"
    reps = make_reps(random_, os.path.join(folder, "reps.csv"), hasattr(case, "mends"))
    before, after = (os.path.join(folder, f"state_{n}.csv") for n in (number - 1, number))
    command = [attain(), "score", os.path.join(folder, "plan.toml"), "--period", f"{first}..{last}", "--table", "reps=" + os.path.join(folder, "reps.csv")]
    if number > 1:
        if hasattr(case, "mends"):
            mend(random_, before, known, case)
        command += ["--state", before]
    done = run([*command, "--state-out", after])
    got = list(csv.DictReader(done.stdout.splitlines()))
    if len(got) != len(reps):
        raise Mismatch(f"{case.__name__}, month {number}: {len(got)} rows\n{done.stderr}")
    for r, line in zip(reps, got):
        was = known.setdefault(r["rep"], {b: Fraction(start) for b, (start, _) in case.opening.items()})
        lines, known[r["rep"]] = case.step(was, r, number)
        pay = FAILED if FAILED in lines.values() else sum(lines.values())
        wanted = {"rep": r["rep"], **{k: cell(v, 2) for k, v in lines.items()}, "payout": cell(pay, 2)}
        if line != wanted:
            raise Mismatch(f"{case.__name__}, month {number}: {line}, expected {wanted}, with {was}")
        shows["failed"] += pay is FAILED
    here = [r["rep"] for r in reps]
    gone = [r["rep"] for r in (read_table(before) if number > 1 else []) if r["rep"] not in here]
    shows["carried"] += len(gone)
    state = read_table(after)
    wanted = shown_state(case, known, here + gone, case.__name__, last)
    if state != wanted:
        raise Mismatch(f"{case.__name__}, month {number}: state {state}\nexpected {wanted}")
    with open(after, "rb") as file:
        once = file.read()
    run([*command, "--state-out", after])
    with open(after, "rb") as file:
        if file.read() != once:
            raise Mismatch(f"{case.__name__}, month {number}: another state from the same run")


def main():
    seed = int(os.environ.get("SEED", 1))
    print("seed", seed)
    shows = {"failed": 0, "carried": 0}
    for n, case in enumerate(CASES):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "plan.toml"), "w", encoding="utf-8") as file:
                file.write(HEAD.format(name=case.__name__) + case.plan)
            random_ = random.Random(seed * 100 + n)
            known = {}
            for number in range(1, 13):
                month_of(case, folder, random_, number, known, shows)
    if shows["failed"] < 5 or shows["carried"] < 100:
        raise Mismatch(f"the data show too little: {shows}")
    print(f"{len(CASES)} plans agree over twelve months: {shows['carried']} rows carried over, {shows['failed']} payouts failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
