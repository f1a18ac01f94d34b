# SPDX-License-Identifier: Apache-2.0
"""Running totals, pay per deal and totals on random deals, some of them negative, unreadable or out of the period, computed here in fractions."""

import csv
import json
import os
import random
import sys
import tempfile
from decimal import Decimal
from fractions import Fraction

from oracle import FAILED, Mismatch, attain, decimal_text, half_up, lift, marginal, mean, money, number, read_bool, read_date, read_number, read_table, run, score

PLAN = """
attain = 1
[plan]
name = "Events"
currency = "CNY"
period = { from = 2026-10-01, to = 2026-10-31 }
[tables.reps]
key = "rep"
columns = { ytd = "money", quota = "money?" }
[tables.deals]
key = "deal"
link = { owner = "reps", helper = "reps?" }
date = "closed"
columns = { amount = "money", product = "text?", hour = "count?", paid = "bool?", share = "ratio?", closed = "date" }
[curves.c]
kind = "marginal"
tiers = [{ from = 0, rate = "3%" }, { from = 5000, rate = "5.5%" }, { from = 9000, rate = "9%" }]
[define.deals]
net = "amount * (1 - coalesce(share, 0)) / 3"
before = "sum_before(net where paid via owner order by closed)"
through = "sum_through(net where paid via owner order by closed)"
place = "sum_through(1 within owner, product order by hour desc)"
of_helper = "sum_before(amount via helper order by closed desc, hour)"
[[incentives]]
name = "commission"
per = "deals"
via = "owner"
where = "paid"
amount = "c.between(owner.ytd + before, owner.ytd + through)"
cap = 200
[[outputs]]
name = "before"
table = "deals"
[[outputs]]
name = "through"
table = "deals"
[[outputs]]
name = "place"
table = "deals"
[[outputs]]
name = "of_helper"
table = "deals"
[[totals]]
name = "rate"
value = "sum(commission) / sum(quota)"
[[totals]]
name = "average"
value = "avg(commission where ytd > 500)"
"""
TIERS = [(Fraction(0), Fraction("0.03")), (Fraction(5000), Fraction("0.055")), (Fraction(9000), Fraction("0.09"))]
FROM, TO = "2026-10-01", "2026-10-31"


def generate(random_, folder):
    pick = random_.choice
    with open(os.path.join(folder, "reps.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["rep", "ytd", "quota"])
        for i in range(30):
            out.writerow([f"R{i}", pick(["0", "400.50", "3000", "8999.99"]) if i else "??", pick(["", "10000", "25000"])])
    with open(os.path.join(folder, "deals.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["deal", "owner", "helper", "amount", "product", "hour", "paid", "share", "closed"])
        for i in random_.sample(range(100, 1000), 500):
            amount = "" if random_.random() < 0.01 else decimal_text(Fraction(random_.randrange(-60000, 300000), 100), 2, True)
            out.writerow([f"D{i}", f"R{random_.randrange(33)}", pick(["", f"R{random_.randrange(30)}"]), amount, pick(["", "A", "B"]),
                          pick(["", "1", "2", "3", "x"]) if random_.random() < 0.1 else str(random_.randrange(1, 9)), pick(["yes", "yes", "no", ""]),
                          pick(["", "0.3333", "10%", "0"]), f"2026-{pick(['09', '10', '10', '10', '10'])}-{random_.randrange(1, 29):02}"])


def running(deals, group, order, addend, with_own):
    """By deal: the sum over those before it in its group; `addend` is None where a deal adds nothing."""
    result = {d["deal"]: None for d in deals}
    groups = {}
    for d in deals:
        if None not in group(d) and None not in order(d):
            groups.setdefault(group(d), []).append(d)
    for members in groups.values():
        total = Fraction(0)
        for d in sorted(members, key=lambda d: (*order(d), d["deal"])):
            own = addend(d)
            after = total if own is None or total is FAILED else FAILED if own is FAILED else total + to_30_places(own)
            result[d["deal"]] = after if with_own else total
            total = after
    return result


def to_30_places(x):
    """To 30 places, half to even, as everything that enters a sum."""
    scaled = x * 10**30
    return Fraction(round(scaled), 10**30)


def expected(reps, rows):
    deals = []
    for row in rows:
        if not FROM <= row["closed"] <= TO or row["owner"] not in reps:
            continue
        amount = read_number(row["amount"], False)
        share = row["share"]
        share = Fraction(share[:-1]) / 100 if share.endswith("%") else Fraction(share or 0)
        deals.append({"deal": row["deal"], "owner": row["owner"], "helper": row["helper"] or None, "product": row["product"] or None, "amount": amount,
                      "net": lift(lambda a, s=share: a * (1 - s) / 3, amount), "hour": read_number(row["hour"], True), "paid": read_bool(row["paid"], True),
                      "day": read_date(row["closed"], False).toordinal()})
    of_rep = lambda d: (d["owner"],)
    by_day = lambda d: (d["day"],)
    net = lambda d: d["net"] if d["paid"] else None
    minus = lambda x: None if x is None else -x
    before = running(deals, of_rep, by_day, net, False)
    through = running(deals, of_rep, by_day, net, True)
    place = running(deals, lambda d: (d["owner"], d["product"]), lambda d: (minus(d["hour"]),), lambda d: Fraction(1), True)
    of_helper = running(deals, lambda d: (d["helper"],), lambda d: (-d["day"], d["hour"]), lambda d: d["amount"], False)
    pay = {}
    for d in deals:
        ytd = reps[d["owner"]]["ytd"]
        up = lambda b, t, y: half_up(min(marginal(TIERS, y + t) - marginal(TIERS, y + b), Fraction(200)), 2)
        pay[d["deal"]] = lift(up, before[d["deal"]], through[d["deal"]], ytd) if d["paid"] else None
    lines = {}
    for rep in reps:
        own = [pay[d["deal"]] for d in deals if d["owner"] == rep]
        lines[rep] = FAILED if FAILED in own else sum((p for p in own if p is not None), Fraction(0))
    return deals, before, through, place, of_helper, pay, lines


def shown(x, text):
    return "" if x is None or x is FAILED else text(x)


def check(folder):
    paths = {t: os.path.join(folder, t + ".csv") for t in ("reps", "deals")}
    reps = {r["rep"]: {"ytd": read_number(r["ytd"], False), "quota": read_number(r["quota"], True)} for r in read_table(paths["reps"])}
    rows = read_table(paths["deals"])
    deals, before, through, place, of_helper, pay, lines = expected(reps, rows)
    paid = {d["deal"]: None if lines[d["owner"]] is FAILED else pay[d["deal"]] for d in deals}  # with a line that fails nothing is paid
    wanted = [{"deal": d["deal"], "commission": shown(paid[d["deal"]], money), "before": shown(before[d["deal"]], money),
               "through": shown(through[d["deal"]], money), "place": shown(place[d["deal"]], number), "of_helper": shown(of_helper[d["deal"]], money)} for d in deals]
    plan = os.path.join(folder, "plan.toml")
    out = os.path.join(folder, "out.csv")
    done = score(plan, paths, "exact", ["--output", "deals=" + out])
    got = read_table(out)
    if got != wanted:
        differing = [(w, g) for w, g in zip(wanted, got) if w != g]
        raise Mismatch(f"{len(wanted)} deals expected, {len(got)} found; the first that differ: {differing[:3]}")
    of_reps = {row["rep"]: row["commission"] for row in csv.DictReader(done.stdout.splitlines())}
    if of_reps != {rep: shown(lines[rep], money) for rep in reps}:
        raise Mismatch(f"lines {of_reps}")
    shows = (sum(x is FAILED for x in lines.values()), sum(x not in (None, FAILED) and x < 0 for x in pay.values()))
    return lines, reps, shows


def check_totals(folder, lines, reps):
    paths = {t: os.path.join(folder, t + ".csv") for t in ("reps", "deals")}
    tables = [argument for table, path in paths.items() for argument in ("--table", f"{table}={path}")]
    done = run([attain(), "score", os.path.join(folder, "plan.toml"), "--format", "json", *tables])
    totals = json.loads(done.stdout, parse_float=Decimal)["totals"]
    paid = [x for x in lines.values() if x is not FAILED]
    quotas = [r["quota"] for r in reps.values() if r["quota"] is not None]
    rate = sum(paid) / sum(quotas)
    lacking = sum(1 for rep in reps if lines[rep] is FAILED or reps[rep]["quota"] is None)
    average = mean([lines[rep] for rep in reps if reps[rep]["ytd"] is not FAILED and reps[rep]["ytd"] > 500 and lines[rep] is not FAILED])
    lacking_average = sum(1 for rep in reps if reps[rep]["ytd"] is FAILED or (reps[rep]["ytd"] > 500 and lines[rep] is FAILED))
    for name, value, rows in (("rate", number(rate), lacking), ("average", money(average), lacking_average), ("payout", money(sum(paid)), len(reps) - len(paid))):
        if totals[name] != {"value": Decimal(value), "rows_left_out": rows}:
            raise Mismatch(f"total {name}: {totals[name]}, expected {value} without {rows} rows")


def main():
    seed = int(os.environ.get("SEED", 1))
    print("seed", seed)
    failed = negative = 0
    for round_ in range(6):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "plan.toml"), "w", encoding="utf-8") as file:
                file.write(PLAN)
            generate(random.Random(seed + round_), folder)
            lines, reps, shows = check(folder)
            failed, negative = failed + shows[0], negative + shows[1]
            check_totals(folder, lines, reps)
    if failed < 6 or negative < 30:
        raise Mismatch(f"the data show too little: {failed} failed lines, {negative} negative deals")
    print("6 rounds agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
