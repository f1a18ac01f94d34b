# SPDX-License-Identifier: Apache-2.0
"""The field-sales example on generated data, computed here in fractions and by the command line: every cell must be the same."""

import csv
import datetime
import hashlib
import os
import sys
import tempfile
from collections import Counter
from fractions import Fraction

from oracle import (FAILED, Mismatch, both, chosen, compare, decimal_text, divide, half_up, has_value, lift, linear, marginal, mean, money, number, rate_at,
                    read_bool, read_date, read_number, read_table, run, score, size, total, unexplained, values)

SOURCE = os.environ.get("ATTAIN_SOURCE_DIR") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLAN = os.path.join(SOURCE, "examples", "field-sales", "plan.toml")
PERIOD = (datetime.date(2026, 10, 1), datetime.date(2026, 10, 31))
BLANK = ("-", "无", "不详")
QUESTIONS = {"公司": "text", "受访人": "text", "能否决策": "bool", "谈了什么": "text", "在用产品": "text", "决策流程": "text", "客户反应": "text",
             "竞争对手": "text", "是否演示": "bool", "需求是否满足": "bool", "决策时间": "text", "预算": "money", "下一步": "text", "结果": "text"}
RATE = Fraction("0.03")
TIERS = [(Fraction(0), RATE), (Fraction(1), RATE * Fraction("1.5")), (Fraction("1.5"), RATE * 2)]
GRADES = [("A", 100, Fraction("1.3")), ("B", 85, Fraction("1.1")), ("C", 60, Fraction("0.9")), ("D", 0, Fraction("0.6"))]
# Of the files that `--seed 1 --reps 60` writes, one after the other in the order of their names, on every platform.
DIGEST = "a76e5abd2ccf43cad152f3cd1cad962817675799281d9833c5869d738b05e420"
MUST_HAVE = ["score", "grade", "commission", "bonus", "new_customer_award", "payout"]


def usable(rows, key, date, reps):
    """The rows that take part, by rep: no second of one key, none without a rep, none outside the period; and how many were left out why.

    One without a key or a date belongs to its rep, but nobody knows whether it counts: it is `unplaced`.
    """
    by_rep, seen, why = {}, set(), Counter()
    for row in rows:
        day = read_date(row[date], False)
        why["duplicate"] += row[key] in seen
        if day is not FAILED and not PERIOD[0] <= day <= PERIOD[1]:
            why["outside"] += 1
        elif row[key] in seen:
            pass
        elif row["rep"] == "":
            why["no rep"] += 1
        elif row["rep"] not in reps:
            why["orphan"] += 1
        else:
            by_rep.setdefault(row["rep"], []).append({**row, "unplaced": day is FAILED or row[key] == ""})
        if row[key] != "":
            seen.add(row[key])
    return by_rep, why


def read_deal(row):
    amount = read_number(row["amount"], False)
    list_price = read_number(row["list_price"], True)
    return {
        "deal": row["deal"],
        "customer": row["customer"],
        "amount": amount,
        "discount": lift(lambda r: 1 - r, divide(amount, list_price)),
        "new": read_bool(row["new_customer"], False),
        "paid": read_bool(row["paid"], False),
        "closed": read_date(row["closed"], False),
        "unplaced": row["unplaced"],
    }


def answered(cell, kind):
    if cell in BLANK or cell == "":
        return False
    if kind == "bool":
        return read_bool(cell, True) is not None
    return kind != "money" or read_number(cell, True) is not None


def read_visit(row):
    known = {question: answered(row[question], kind) for question, kind in QUESTIONS.items()}
    buying = sum(known[question] for question in ("需求是否满足", "预算", "决策流程", "决策时间"))
    return {
        "visit": row["编号"],
        "once_per": (row["公司"], read_date(row["日期"], False)),
        "complete": all(known.values()),
        "completeness": Fraction(sum(known.values()), len(known)),
        "promising": known["能否决策"] and known["下一步"] and buying >= 3,
        "budget_unknown": not known["预算"],
        "unplaced": row["unplaced"],
    }


def effective_visits(visits):
    """Complete visits, of several with one company on one day the one with the smallest key."""
    complete = chosen(visits, lambda visit: visit["complete"])
    return FAILED if complete is FAILED else Fraction(len({visit["once_per"] for visit in complete}))


def attainment_of(actual, target):
    return lift(lambda a, t: FAILED if t <= 0 else Fraction(a) / t, actual, target)


def steps(x):
    return Fraction([score for start, score in ((0, 0), (0.6, 60), (0.8, 80), (1, 100), (1.2, 110)) if Fraction(str(start)) <= x][-1])


def sales_of(deals):
    amount = lambda deal: deal["amount"]
    new = values(deals, lambda deal: deal["customer"], lambda deal: both(deal["new"], lift(lambda a: a > 0, deal["amount"])))
    revenue, collected = total(values(deals, amount)), total(values(deals, amount, lambda deal: deal["paid"]))
    rate = lift(lambda r: divide(collected, r) if r > 0 else Fraction(1), revenue)
    return revenue, FAILED if new is FAILED else Fraction(len(set(new))), rate


def indicators(rep, deals, visits):
    """For each indicator actual, target, attainment, score, weight and how the actual is printed."""
    revenue, new, rate = sales_of(deals)
    result = {}
    for name, actual, target, weight, shown, scored in (
            ("sales", revenue, rep["sales_quota"], "0.5", money, lambda a: linear([(0, 0), (Fraction("0.6"), 40), (1, 100), (Fraction("1.5"), 130)], a)),
            ("new_customers", new, rep["new_customer_quota"], "0.15", number, lambda a: min(100 * a, Fraction(120))),
            ("effective_visits", effective_visits(visits), rep["visit_quota"], "0.2", number, steps),
            ("collection", rate, Fraction("0.95"), "0.15", number, lambda a: min(100 * a, Fraction(110)))):
        attainment = attainment_of(actual, target)
        result[name] = (actual, target, attainment, lift(scored, attainment), Fraction(weight), shown)
    return result


def combined(rep, measured):
    points = [lift(lambda s, w=m[4]: s * w, m[3]) for m in measured.values()]
    late = lift(lambda n: max(Fraction(-10), -2 * n), rep["overdue_reports"] or Fraction(0))
    # A breach replaces the score, also one that cannot be computed.
    if rep["serious_breach"]:
        return points, Fraction(0)
    return points, lift(lambda *p: half_up(max(Fraction(0), sum(p)), 6), *points, late)


def pay(rep, measured, total, factor):
    attainment, bonus = measured["sales"][2], rep["target_bonus"]
    gate = lift(lambda a: a >= Fraction("0.6"), measured["effective_visits"][2])
    earned = Fraction(0) if gate is False else lift(lambda q, a, _: q * marginal(TIERS, a), rep["sales_quota"], attainment, gate)
    commission = lift(lambda e, b: half_up(min(e, 2 * b), 2), earned, bonus)
    bonus = lift(lambda b, s, f: half_up(b * s / 100 * f, 0), bonus, total, factor)
    award = lift(lambda n: 200 * n, measured["new_customers"][0])
    before = lift(lambda a, b, c: a + b + c, commission, bonus, award)
    return commission, bonus, award, lift(lambda b: max(Fraction(0), b) - b, before), lift(lambda b: max(Fraction(0), b), before)


def next_grade(total):
    higher = [start for _, start, _ in reversed(GRADES) if total < start]
    return higher[0] - total if higher else None


def last_day(days):
    return FAILED if days is FAILED else max(days, default=None)


def outputs(rep, deals, visits, measured, total):
    revenue, quota, attainment = measured["sales"][0], rep["sales_quota"], measured["sales"][2]
    positive = lambda deal: lift(lambda a: a > 0, deal["amount"])
    next_tier = lift(lambda a, q, r: q - r if a < 1 else Fraction("1.5") * q - r if a < Fraction("1.5") else None, attainment, quota, revenue)
    return {
        "person": rep["person"],
        "team": rep["team"],
        "average_deal": money(mean(values(deals, lambda deal: deal["amount"], positive))),
        "average_discount": number(mean(values(deals, lambda deal: deal["discount"], positive)), 4),
        "promising_visits": number(size(chosen(visits, lambda visit: visit["promising"]))),
        "completeness": number(mean(values(visits, lambda visit: visit["completeness"])), 4),
        "budget_unknown": number(size(chosen(visits, lambda visit: visit["budget_unknown"]))),
        "to_next_rate": money(next_tier),
        "to_next_grade": number(lift(next_grade, total)),
        "next_10000_pays": money(lift(lambda a: 10000 * rate_at(TIERS, a), attainment)),
        "last_deal": last_day(values(deals, lambda deal: deal["closed"])),
    }


def expected_row(rep, deals, visits):
    measured = indicators(rep, deals, visits)
    points, total = combined(rep, measured)
    row = {"rep": rep["rep"]}
    for (name, (actual, target, attainment, part, _, shown)), point in zip(measured.items(), points):
        row.update({f"{name}.actual": shown(actual), f"{name}.target": shown(target), f"{name}.attainment": number(attainment),
                    f"{name}.score": number(part), f"{name}.points": number(point)})
    grade = lift(lambda s: next(g for g in GRADES if s >= g[1]), total)
    row["score"], row["grade"] = number(total), lift(lambda g: g[0], grade)
    lines = pay(rep, measured, total, lift(lambda g: g[2], grade))
    row.update(zip(("commission", "bonus", "new_customer_award", "payout_limit", "payout"), (money(line) for line in lines)))
    row.update(outputs(rep, deals, visits, measured, total))
    row["last_deal"] = lift(lambda day: day.isoformat(), row["last_deal"])
    return row


def read_reps(folder):
    reps = read_table(os.path.join(folder, "reps.csv"))
    for rep in reps:
        for column in ("sales_quota", "new_customer_quota", "visit_quota", "target_bonus"):
            rep[column] = read_number(rep[column], False)
        rep["overdue_reports"] = read_number(rep["overdue_reports"], True)
        rep["serious_breach"] = read_bool(rep["serious_breach"], True)
    return reps


def expected_results(folder):
    """The rows of the reps, the rows of the deals, what must have been left out, and the rep of each event."""
    reps = read_reps(folder)
    keys = Counter(rep["rep"] for rep in reps)
    contracts = read_table(os.path.join(folder, "deals.csv"))
    deals, left_out = usable(contracts, "deal", "closed", keys)
    records = [{**row, "rep": row["销售员"]} for row in read_table(os.path.join(folder, "visits.csv"))]
    visits, visits_left_out = usable(records, "编号", "日期", keys)
    deals = {rep: [read_deal(row) for row in rows] for rep, rows in deals.items()}
    visits = {rep: [read_visit(row) for row in rows] for rep, rows in visits.items()}
    expected = [expected_row(rep, deals.get(rep["rep"], []), visits.get(rep["rep"], [])) for rep in reps]
    for row in expected:
        if keys[row["rep"]] > 1:
            row.update({column: FAILED for column in row if column != "rep"})
    discounts = [{"deal": deal["deal"], "discount": number(deal["discount"], 4)} for rows in deals.values() for deal in rows if not deal["unplaced"]]
    owner = {**{row["deal"]: row["rep"] for row in contracts}, **{row["编号"]: row["rep"] for row in records}}
    return expected, sorted(discounts, key=lambda row: row["deal"]), {"deals": left_out, "visits": visits_left_out}, owner


def issues_of(file):
    with open(file, encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def check_issues(what, expected, left_out, owner, issues):
    silent = unexplained(expected, MUST_HAVE, issues, owner)
    if silent:
        raise Mismatch(f"{what}: no issue tells why {silent[0]['rep']} has no result")
    for table, why in left_out.items():
        for reason, code in (("orphan", "A5007"), ("outside", "A5012"), ("duplicate", "A5006")):
            counted = sum(int(issue["count"] or 1) for issue in issues if issue["code"] == code and issue["table"] == table)
            if counted != why[reason]:
                raise Mismatch(f"{what}: {why[reason]} {table} left out as {reason}, the issues tell of {counted}")
    return len({issue["message"] for issue in issues})


def check(folder, what, clean):
    expected, discounts, left_out, owner = expected_results(folder)
    tables = {name: os.path.join(folder, f"{name}.csv") for name in ("reps", "deals", "visits")}
    issues_file, deals_file = os.path.join(folder, "issues.csv"), os.path.join(folder, "discounts.csv")
    exact = score(PLAN, tables, "exact", ["--issues", issues_file, "--output", f"deals={deals_file}"])
    cells = compare(f"{what}, exact", expected, exact.stdout, True)
    with open(deals_file, encoding="utf-8", newline="") as file:
        lines = file.read().splitlines()
    cells += compare(f"{what}, deals", discounts, "\n".join([lines[0], *sorted(lines[1:])]), True)
    compare(f"{what}, fast", expected, score(PLAN, tables, "fast").stdout, False)
    kinds = check_issues(what, expected, left_out, owner, issues_of(issues_file))
    blank = [row for row in expected if not has_value(row["payout"])]
    if clean and blank or exact.returncode != (0 if clean else 1):
        raise Mismatch(f"{what}: exit status {exact.returncode}, {len(blank)} reps without payout")
    paid = sum((Fraction(row["payout"]) for row in expected if has_value(row["payout"])), Fraction(0))
    print(f"{what}: {cells} cells agree; {len(expected) - len(blank)} reps are paid {decimal_text(paid, 2, True)}, {len(blank)} are not; {kinds} messages")


def check_data(generate):
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory() as folder:
        run([generate, "--out", folder, "--seed", "1", "--reps", "60"])
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), "rb") as file:
                digest.update(file.read())
    if digest.hexdigest() != DIGEST:
        raise Mismatch(f"the generator writes other data than it did: {digest.hexdigest()}")


def main():
    generate = os.environ.get("ATTAIN_GENERATE_FIELD_SALES") or sys.exit("ATTAIN_GENERATE_FIELD_SALES must name the data generator")
    try:
        check_data(generate)
        for seed, clean, size in ((1, False, "200"), (1, True, "200"), (2, False, "60"), (3, False, "31"), (4, True, "7")):
            with tempfile.TemporaryDirectory() as folder:
                run([generate, "--out", folder, "--seed", str(seed), "--reps", size] + (["--clean"] if clean else []))
                check(folder, f"seed {seed}, {size} reps{', clean' if clean else ''}", clean)
    except Mismatch as found:
        print(found, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
