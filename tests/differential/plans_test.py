# SPDX-License-Identifier: Apache-2.0
"""Every plan of examples/plans is scored with its data and held against a computation of its own, here, in fractions."""

import csv
import datetime
import os
import sys
from fractions import Fraction as F

from oracle import Mismatch, decimal_text, half_up, linear, marginal, money, number, rate_at, read_table, score

SOURCE = os.environ.get("ATTAIN_SOURCE_DIR") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLANS = os.path.join(SOURCE, "examples", "plans")
MOST_LINES = 60
BLANK = ("", "-", "无", "不详", "n/a")


def share(cell):
    return F(cell[:-1]) / 100 if cell.endswith("%") else F(cell)


def yes(cell):
    return cell in ("yes", "是", "true", "1")


def day(cell):
    return datetime.date(*(int(part) for part in cell.replace("/", "-").split("-")))


def cents(x):
    return half_up(x, 2)


def truth(x):
    return "true" if x else "false"


def step(steps, x):
    """The value of the last step that x has reached."""
    return [value for start, value in steps if x >= start][-1]


def by_rep(rows, key="rep"):
    found = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def threshold_target_excellence(reps):
    for r in reps:
        x = F(r["sales"]) / F(r["quota"])
        share_paid = F(0) if x < F("0.75") else linear([(F("0.75"), F("0.5")), (F(1), F(1)), (F("1.5"), F(3))], x)
        yield r["rep"], {"bonus": money(cents(F(r["target_bonus"]) * share_paid))}


def accelerator_and_decelerator(reps, deals):
    mine = by_rep(deals)
    for r in reps:
        quota, sold = F(r["quota"]), sum(F(d["amount"]) for d in mine.get(r["rep"], []))
        paid = cents(marginal([(0, F("0.02")), (quota * F("0.8"), F("0.04")), (quota, F("0.06")), (quota * F("1.2"), F("0.08"))], sold))
        yield r["rep"], {"commission": money(paid), "payout": money(paid), "effective_rate": number(paid / sold, 4)}


def gates_over_three_products(reps, deals):
    mine = by_rep(deals)
    for r in reps:
        goals = {p: F(r["goal_" + p.lower()]) for p in "ABC"}
        sold = {p: sum(F(d["amount"]) for d in mine[r["rep"]] if d["product"] == p) for p in "ABC"}
        if 0 in goals.values():
            yield r["rep"], {"commission_a": "", "commission_c": "", "payout": "", "all_reached": ""}
            continue
        reached = all(sold[p] >= F("0.95") * goals[p] for p in "ABC")
        pays = {p: cents(F("0.02") * sold[p] + (F("0.02") * max(sold[p] - goals[p], 0) if reached else 0)) for p in "ABC"}
        yield r["rep"], {**{"commission_" + p.lower(): money(pays[p]) for p in "ABC"}, "payout": money(sum(pays.values())), "all_reached": truth(reached)}


def mbo_behind_a_gate(reps, objectives):
    mine = by_rep(objectives)
    for r in reps:
        own = mine[r["rep"]]
        achieved = sum(share(o["weight"]) * min(max(share(o["done"] or "0"), 0), 1) for o in own)
        open_gate = 2 * F(r["sales"]) >= F(r["quota"])
        whole = sum(share(o["weight"]) for o in own) == 1
        pay = "" if open_gate and not whole else money(cents(F(r["mbo_target"]) * achieved if open_gate else F(0)))
        yield r["rep"], {"mbo": pay, "achieved": number(achieved, 4)}


def efficacy_and_deduction(reps):
    for r in reps:
        profit = min(max(60 + 40 * (share(r["profit_rate"]) - F("0.08")) / F("0.12"), 0), 120)
        complaints = max(100 - 15 * int(r["complaints"]), 0)
        late = max(100 - 20 * -(-max(int(r["late_days"]) - 2, 0) // 3), 0)
        learning = min(60 + 10 * (int(r["training"]) // 2), 110)
        audit = 100 if yes(r["audit_passed"]) else 0
        total = F(1, 2) * profit + F(1, 5) * complaints + F(1, 10) * (late + learning + audit)
        yield r["rep"], {"profit.score": number(profit), "complaint.score": str(complaints), "report.score": str(late), "learning.score": str(learning),
                         "audit.score": str(audit), "score": number(half_up(total, 6))}


def evidence_by_customer(reps, visits):
    mine = by_rep([v for v in visits if "2026-10-01" <= v["visited"] <= "2026-10-31"])
    for r in reps:
        own = mine[r["rep"]]
        for v in own:
            v["known"] = [q for q in ("company", "met", "can_decide", "said", "budget", "next_step") if v[q] not in BLANK]
        full = [v for v in own if {"company", "met", "can_decide", "said"} <= set(v["known"]) and {"budget", "next_step"} & set(v["known"])]
        first = {}
        for v in sorted(full, key=lambda v: v["visit"].rjust(9)):
            first.setdefault(v["company"], v)
        x = F(len(first), int(r["customer_target"]))
        points = half_up(min(100 * x, 120), 6)
        yield r["rep"], {"coverage.actual": str(len(first)), "score": number(points), "payout": money(cents(F(r["bonus"]) * points / 100) if 2 * x >= 1 else F(0)),
                         "answered": number(F(sum(len(v["known"]) for v in own), 6 * len(own)), 3),
                         "deciders_met": str(len([v for v in first.values() if yes(v["can_decide"])]))}


def tax_by_brackets(reps):
    ends, rates = [36000, 144000, 300000, 420000, 660000, 960000], [3, 10, 20, 25, 30, 35, 45]
    for r in reps:
        left, tax = max(F(r["taxable"]), 0), F(0)
        for rate, start, end in zip(rates, [0] + ends, ends + [None]):
            tax += F(rate, 100) * (max(left - start, 0) if end is None else max(min(left, end) - start, 0))
        yield r["rep"], {"tax": money(tax), "tax_by_slices": money(tax), "difference": "0.00"}


def amount_tiers(reps):
    for r in reps:
        units = int(r["units"])
        paid = F(30) * min(units, 600) / 600 + F(90) * min(max(units - 600, 0), 900) / 900 + F(400) * min(max(units - 1500, 0), 2500) / 2500
        yield r["rep"], {"unit_bonus": money(cents(paid)), "paid_when_reached": money(F(520 if units >= 4000 else 120 if units >= 1500 else 30 if units >= 600 else 0))}


def one_multiplier_on_the_overage(reps):
    for r in reps:
        quota, sold = F(r["quota"]), F(r["sales"])
        plain = cents(min(sold, quota) * F("0.06"))
        if quota == 0:
            yield r["rep"], {"commission": money(plain), "overage_commission": "", "payout": ""}
            continue
        beyond = cents(max(sold - quota, 0) * F("0.06") * step([(0, 1), (1, F("1.5")), (F("1.25"), 2), (F("1.5"), F("2.5"))], sold / quota))
        yield r["rep"], {"commission": money(plain), "overage_commission": money(beyond), "payout": money(plain + beyond)}


def visits_per_working_day(reps, visits, holidays):
    period = [datetime.date(2026, 10, d) for d in range(1, 32)]
    off = {day(h["holiday"]) for h in holidays if not yes(h["works"])}
    extra = {day(h["holiday"]) for h in holidays if yes(h["works"])}
    made = by_rep([v for v in visits if day(v["visited"]) in period])
    for r in reps:
        here = [d for d in period if day(r["joined"]) <= d and (r["left"] == "" or d <= day(r["left"]))]
        worked = len([d for d in here if d in extra or (d.weekday() < 5 and d not in off)])
        actual = F(len(made.get(r["rep"], [])), worked)
        points = step([(0, 0), (F(1, 2), 60), (1, 100), (F(3, 2), 120)], actual / 2)
        yield r["rep"], {"visiting.actual": number(actual), "score": str(points), "payout": money(cents(F(r["allowance"]) * points / 100)), "days_worked": str(worked)}


def refund_mirrored(reps, deals, refunds):
    known = {d["deal"]: d for d in deals}

    def pay(amount, deal):
        return cents(F(amount) * share(deal["rate"])) if yes(deal["paid"]) else F(0)

    for r in reps:
        won = sum(pay(d["amount"], d) for d in deals if d["rep"] == r["rep"] and d["closed"] >= "2026-10-01")
        lost = sum(pay(f["amount"], known[f["deal"]]) for f in refunds if known[f["deal"]]["rep"] == r["rep"] and f["refunded"] <= "2026-12-31")
        yield r["rep"], {"commission": money(won), "clawback": money(-lost), "payout": money(won - lost)}


def cost_lower_is_better(regions):
    for r in regions:
        cost, budget = F(r["cost"]), F(r["budget"])
        late = max(min(100 * (2 - F(r["collection_days"]) / F(r["collection_target"])), 120), 0)
        if cost == 0:
            yield r["region"], {"spending.attainment": "", "collection.score": number(late), "score": "", "payout": ""}
            continue
        total = half_up(F(3, 5) * min(100 * budget / cost, 120) + F(2, 5) * late, 6)
        yield r["region"], {"spending.attainment": number(budget / cost), "collection.score": number(late), "score": number(total),
                            "payout": money(cents(F(r["target_bonus"]) * total / 100))}


def sections_by_role(reps):
    for r in reps:
        field, trainee = r["role"] == "field", r["role"] == "trainee"
        sold = None if trainee else min(100 * F(r["sales"]) / F(r["quota"]), 120)
        visited = min(100 * F(r["visits"]) / 20, 120) if field and F(r["visits"]) / 20 >= F(1, 4) else None
        skill = F(r["skill"]) if r["skill"] else None

        def together(parts):
            parts = [(weight, value) for weight, value in parts if value is not None]
            return sum(w * v for w, v in parts) / sum(w for w, _ in parts) if parts else None

        results = together([(F(3, 5) if field else F(1), sold), (F(2, 5), visited)])
        total = half_up(together([(F(7, 10), results), (F(1, 5), skill), (F(1, 10), F(r["attitude"]))]), 6)
        complaints = int(r["complaints"])
        if complaints > 2 and not trainee:
            total = F(0)
        best = total >= 90 and complaints == 0 and (visited is None or visited >= 80)
        bonus = F(0) if sold is not None and sold < 50 else cents(F(r["base"]) * total / 100)
        yield r["rep"], {"selling.score": "" if sold is None else number(sold), "visiting.score": "" if visited is None else number(visited),
                         "score": number(total), "grade": "A" if best else "B", "bonus": money(bonus), "travel": "600.00" if field else "",
                         "payout": money(bonus + (600 if field else 0))}


def whole_amount_by_product_and_region(reps, sales, rates):
    regions = {r["rep"]: r["region"] for r in reps}
    pay = dict.fromkeys(regions, F(0))
    for s in sales:
        mine = sorted((F(t["lower"]), share(t["rate"])) for t in rates if t["product"] == s["product"] and t["region"] == regions[s["rep"]])
        mine = mine or [(F(0), F("0.01"))]
        pay[s["rep"]] += cents(F(s["amount"]) * rate_at(mine, F(s["amount"])))
    for rep, paid in pay.items():
        yield rep, {"commission": money(paid), "payout": money(paid)}


def deals_on_a_running_position(reps, deals):
    tiers = [(F(0), F("0.03")), (F(80000), F("0.05")), (F(120000), F("0.09"))]
    for r in reps:
        position, paid = F(r["sold_before"]), F(0)
        for d in sorted((d for d in deals if d["rep"] == r["rep"] and d["closed"] >= "2026-10-01"), key=lambda d: (d["closed"], d["deal"])):
            paid += cents(marginal(tiers, position + F(d["amount"])) - marginal(tiers, position))
            position += F(d["amount"])
        yield r["rep"], {"commission": money(paid), "payout": money(paid)}


def matrix_of_volume_and_price(reps):
    heights = {(F(9, 10), F(9, 10)): F("0.5"), (F(9, 10), F(1)): F("0.7"), (F(1), F(9, 10)): F("0.7"), (F(1), F(1)): F(1),
               (F(11, 10), F(9, 10)): F("0.9"), (F(11, 10), F(1)): F("1.4")}
    volumes, prices = (F(9, 10), F(1), F(11, 10)), (F(9, 10), F(1))
    for r in reps:
        v, p = F(r["units"]) / F(r["quota"]), F(r["revenue"]) / F(r["units"]) / F(r["list_price"])
        if v < volumes[0] or p < prices[0]:
            cell = slope = F(0)
        else:
            cell = heights[max(t for t in volumes if t <= v), max(t for t in prices if t <= p)]
            slope = linear([(t, linear([(q, heights[t, q]) for q in prices], p)) for t in volumes], v)
        yield r["rep"], {"bonus": money(cents(F(r["target_bonus"]) * cell)), "bonus_without_steps": money(cents(F(r["target_bonus"]) * slope)),
                         "payout": money(cents(F(r["target_bonus"]) * cell))}


def two_level_scorecard_with_a_veto(reps):
    for r in reps:
        x, y = F(r["sales"]) / F(r["quota"]), F(r["collected"]) / F(r["sales"])
        selling = linear([(0, 0), (F("0.6"), 40), (1, 100), (F("1.5"), 130)], x)
        total = F("0.42") * selling + F("0.28") * min(100 * y, 100) + F("0.1") * (F(r["skill"]) + F(r["learning"])) + F("0.1") * F(r["attitude"])
        yield r["rep"], {"selling.score": number(selling), "score": number(half_up(0 if yes(r["breach"]) else total, 6))}


def scorecards_by_role(reps):
    for r in reps:
        parts = []
        if r["role"] in ("seller", "manager"):
            parts.append((60, min(100 * F(r["sales"]) / F(r["quota"]), 150)))
        if r["role"] in ("seller", "developer"):
            parts.append((40, min(100 * F(r["leads"]) / F(r["lead_target"]), 120)))
        if r["role"] == "manager":
            parts.append((60, min(100 * F(r["team_sales"]) / F(r["team_quota"]), 120)))
        if not parts:
            yield r["rep"], {"score": "", "personal_bonus": "", "override": ""}
            continue
        total = half_up(sum(w * s for w, s in parts) / sum(w for w, s in parts), 6)
        bonus = cents(F(r["bonus"]) * total / 100)
        override = cents(F("0.005") * F(r["team_sales"])) if r["role"] == "manager" else None
        yield r["rep"], {"score": number(total), "personal_bonus": money(bonus), "override": "" if override is None else money(override),
                         "payout": money(bonus + (override or 0))}


def deals_in_several_currencies(reps, deals, fx):
    for r in reps:
        total = F(0)
        for d in (d for d in deals if d["rep"] == r["rep"]):
            known = [(q["date"], F(q["rate"])) for q in fx if q["from"] == d["currency_code"] and q["to"] == "EUR" and q["date"] <= d["closed"]]
            rate = F(1) if d["currency_code"] == "EUR" else max(known)[1] if known else None
            total = None if rate is None or total is None else total + cents(F(d["amount"]) * rate)
        paid = "" if total is None else money(cents(F("0.05") * total))
        yield r["rep"], {"commission": paid, "payout": paid}


def schedule_changed_mid_period(reps, deals):
    rates = {"hunter": (F("0.05"), F("0.06")), "farmer": (F("0.03"), F("0.0275"))}
    for r in reps:
        paid = sum(cents(F(d["amount"]) * rates[r["role"]][d["closed"] >= "2026-03-15"]) for d in deals if d["rep"] == r["rep"])
        yield r["rep"], {"commission": money(paid), "payout": money(paid)}


def spif_for_the_first_ten_deals(reps, deals):
    for r in reps:
        won = [d for d in deals if d["rep"] == r["rep"] and yes(d["new_customer"]) and F(d["amount"]) > 0]
        paid = F(100) * min(len(won), 10) + F(250) * len([d for d in won if d["closed"] == "2026-06-30"])
        yield r["rep"], {"spif": money(paid), "payout": money(paid)}


def expected_by(name):
    oracle = globals().get(name.replace("-", "_"))
    if not callable(oracle):
        raise Mismatch(f"{name}: no computation of its own in this test")
    return oracle


def check(name):
    """Scores one plan both ways; the number of cells compared."""
    folder = os.path.join(PLANS, name)
    with open(os.path.join(folder, "plan.toml"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    if len(lines) > MOST_LINES or not lines[0].startswith("# ") or not lines[0].endswith("."):
        raise Mismatch(f"{name}: {len(lines)} lines, of at most {MOST_LINES}; the first says in a sentence what the plan shows")
    files = {f[:-4]: os.path.join(folder, f) for f in sorted(os.listdir(folder)) if f.endswith(".csv")}
    expected = dict(expected_by(name)(**{table: read_table(path) for table, path in files.items()}))
    cells = 0
    for numeric in ("exact", "fast"):
        done = score(os.path.join(folder, "plan.toml"), files, numeric)
        rows = list(csv_rows(done.stdout))
        if [next(iter(row.values())) for row in rows] != list(expected):
            raise Mismatch(f"{name}: rows\n{done.stdout}\n{done.stderr}")
        for row, wanted in zip(rows, expected.values()):
            for column, text in wanted.items():
                cells += 1
                if row.get(column) != text:
                    raise Mismatch(f"{name} --numeric {numeric}: {next(iter(row.values()))} {column}: expected {text!r}, printed {row.get(column)!r}\n{done.stderr}")
    return cells


def csv_rows(text):
    return csv.DictReader(text.splitlines())


def main():
    names = sorted(n for n in os.listdir(PLANS) if os.path.isdir(os.path.join(PLANS, n)))
    with open(os.path.join(PLANS, "README.md"), encoding="utf-8") as file:
        listed = file.read()
    for name in names:
        cells = check(name)
        if f"]({name}/" not in listed:
            raise Mismatch(f"{name}: not in examples/plans/README.md")
        print(f"{name}: {cells} cells agree")
    print(f"{len(names)} plans")


if __name__ == "__main__":
    try:
        main()
    except Mismatch as wrong:
        sys.exit(str(wrong))
