# SPDX-License-Identifier: Apache-2.0
"""Dated look-ups, the last row up to a value, exchange rates, groups and checks on random tables, computed here in fractions: every cell must be the same."""

import csv
import datetime
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

CLI = os.environ["ATTAIN_CLI"]
FAILED = "failed"  # the strongest of present, empty (None) and failed
FIRST = datetime.date(2026, 10, 1)

PLAN = """attain = 1
[plan]
name = "Reference tables"
currency = "JPY"

[tables.reps]
key = "rep"
columns = { team = "text?", quota = "money" }

[tables.deals]
key = "deal"
link = { rep = "reps" }
columns = { amount = { type = "money", currency = "code" }, code = "text", fee = "money[USD]?", product = "text?", closed = "date" }

[tables.fx]
key = ["from", "to", "date"]
columns = { from = "text", to = "text", date = "date", rate = "number" }

[tables.rates]
key = ["product", "code"]
valid = ["from", "to"]
columns = { product = "text", code = "text", from = "date", to = "date?", rate = "ratio" }

[tables.bands]
key = ["product", "at_least"]
columns = { product = "text", at_least = "money", factor = "number" }
rows = [%s]

[tables.teams]
group = "reps.team"

[define.deals]
yen = "convert(amount, on = closed)"
third = "amount / 3"
third_yen = "convert(-third, on = closed)"
fee_yen = "convert(fee, 151.25)"
rate = "lookup(rates, product, code, on = closed).rate"
factor = "lookup_last(bands, product, yen).factor"
pay = "yen * rate * factor"
share = "yen / rep.team.yen"

[define]
earned = "sum(deals.pay)"

[define.teams]
yen = "sum(deals.yen)"
fees = "sum(deals.fee_yen)"
heads = "count(reps)"
quota = "sum(reps.quota)"
pay = "sum(reps.earned)"

[[checks]]
table = "deals"
that = "amount <> 0"
message = "a deal of nothing"

[[incentives]]
name = "commission"
amount = "earned"

[[incentives]]
name = "team_bonus"
amount = "coalesce(0.1%% * team.yen * (quota / team.quota), 0)"
"""
DEAL_OUTPUTS = {"yen": 0, "third_yen": 0, "fee_yen": 0, "rate": 9, "factor": 9, "pay": 0, "share": 9}
TEAM_OUTPUTS = {"yen": 0, "fees": 0, "heads": 9, "quota": 0, "pay": 0}


def rounded(value, places):
    """Half away from zero, as text: money with its places, other numbers without trailing zeros."""
    scaled = abs(value) * 10**places
    units = int(scaled + Fraction(1, 2))
    text = f"{units:0{places + 1}d}"
    if places:
        text = (text[:-places] + "." + text[-places:]).rstrip("0").rstrip(".")
    return ("-" if value < 0 and units else "") + text


def combine(function, *operands):
    if FAILED in operands:
        return FAILED
    return None if None in operands else function(*operands)


def total(values):
    values = list(values)
    return FAILED if FAILED in values else sum((v for v in values if v is not None), Fraction(0))


def make(rng):
    day = lambda: FIRST + datetime.timedelta(rng.randrange(60))
    codes = ["JPY", "USD", "EUR", "BHD"]
    reps = [{"rep": f"R{i}", "team": rng.choice(["a", "b", "c", "d", "e", ""]), "quota": str(rng.randrange(1, 999) * 1000)} for i in range(12)]
    deals = [{"deal": f"D{i}", "rep": f"R{rng.randrange(12)}", "amount": f"{rng.randrange(-2000, 90000) / 100:.2f}" if rng.random() > 0.02 else "0",
              "code": rng.choice(codes), "fee": rng.choice(["", f"{rng.randrange(9999) / 1000:.3f}"]), "product": rng.choice(["P", "Q", "Q", ""]),
              "closed": day().isoformat()} for i in range(120)]
    pairs = {(a, b, day()) for a in codes for b in ("JPY", "USD") for _ in range(9) if a != b and (a, b) != ("BHD", "JPY") or rng.random() < 0.5}
    fx = [{"from": a, "to": b, "date": d.isoformat(), "rate": f"{rng.randrange(1, 20000000) / 100000:.5f}"} for a, b, d in sorted(pairs)]
    rates = []
    for product in "PQ":
        for code in codes:
            start = FIRST - datetime.timedelta(rng.randrange(3))
            for _ in range(1 + rng.randrange(5)):
                end = start + datetime.timedelta(rng.randrange(1, 40))
                rates.append({"product": product, "code": code, "from": start.isoformat(), "to": end.isoformat(), "rate": f"{rng.randrange(1, 999) / 10000:.4f}"})
                start = end + datetime.timedelta(rng.choice([0, 0, 0, 3, -1 if rng.random() < 0.1 else 0]))
            if rates and rng.random() < 0.5:
                rates[-1]["to"] = ""
    bands = {(product, rng.randrange(-1000000, 3000000)): f"{rng.randrange(50, 200) / 100:.2f}" for product in "PQ" for _ in range(8)}
    for table in (deals, fx, rates):
        rng.shuffle(table)
    return reps, deals, fx, rates, bands


def overlapping(rows):
    def meet(a, b):
        return (a["to"] == "" or b["from"] < a["to"]) and (b["to"] == "" or a["from"] < b["to"])

    keys = {}
    for row in rows:
        keys.setdefault((row["product"], row["code"]), []).append(row)
    return {key for key, same in keys.items() if any(meet(a, b) for i, a in enumerate(same) for b in same[:i])}


def expected(reps, deals, fx, rates, bands):
    bad = overlapping(rates)

    def exchange(code, day):
        if code == "JPY":
            return Fraction(1)
        rows = [r for r in fx if (r["from"], r["to"]) == (code, "JPY") and r["date"] <= day]
        return Fraction(max(rows, key=lambda r: r["date"])["rate"]) if rows else FAILED

    def rate(deal):
        if deal["product"] == "":
            return None
        if (deal["product"], deal["code"]) in bad:
            return FAILED
        rows = [r for r in rates if (r["product"], r["code"]) == (deal["product"], deal["code"]) and r["from"] <= deal["closed"] and (r["to"] == "" or deal["closed"] < r["to"])]
        return Fraction(rows[0]["rate"]) if rows else FAILED

    def factor(product, yen):
        if product == "" or yen in (None, FAILED):
            return FAILED if yen == FAILED else None
        below = [(at_least, f) for (p, at_least), f in bands.items() if p == product and at_least <= yen]
        return Fraction(max(below)[1]) if below else FAILED

    team_of = {r["rep"]: r["team"] or None for r in reps}
    by_deal = {}
    for d in deals:
        amount, at = Fraction(d["amount"]), exchange(d["code"], d["closed"])
        v = {"yen": combine(lambda r: amount * r, at), "third_yen": combine(lambda r: -amount / 3 * r, at), "rate": rate(d),
             "fee_yen": Fraction(d["fee"]) * Fraction("151.25") if d["fee"] else None, "sound": amount != 0, "rep": d["rep"]}
        v["factor"] = factor(d["product"], v["yen"])
        v["pay"] = combine(lambda a, b, c: a * b * c, v["yen"], v["rate"], v["factor"])
        by_deal[d["deal"]] = v

    def sums(part, chosen):
        return total(v[part] if v["sound"] or v[part] is None else FAILED for v in by_deal.values() if chosen(v["rep"]))

    by_rep = {r["rep"]: {"pay": sums("pay", lambda rep, me=r["rep"]: rep == me)} for r in reps}
    by_team = {}
    for team in sorted({t for t in team_of.values() if t}):
        mine = [r for r in reps if r["team"] == team]
        inside = lambda rep, team=team: team_of[rep] == team
        by_team[team] = {"yen": sums("yen", inside), "fees": sums("fee_yen", inside), "heads": Fraction(len(mine)),
                         "quota": sum(Fraction(r["quota"]) for r in mine), "pay": total(by_rep[r["rep"]]["pay"] for r in mine)}
    for v in by_deal.values():
        of_team = by_team[team_of[v["rep"]]]["yen"] if team_of[v["rep"]] else None
        v["share"] = combine(lambda a, b: a / b if b else FAILED, v["yen"], of_team)
    for r in reps:
        team = by_team.get(r["team"])
        bonus = combine(lambda y: y * Fraction(r["quota"]) / team["quota"] / 1000, team["yen"]) if team else None
        by_rep[r["rep"]]["bonus"] = Fraction(0) if bonus in (None, FAILED) else bonus
    return by_deal, by_rep, by_team, len(bad)


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(value, places):
    return "" if value in (None, FAILED) else rounded(value, places)


def run(seed, mode):
    rng = random.Random(seed)
    reps, deals, fx, rates, bands = make(rng)
    by_deal, by_rep, by_team, overlaps = expected(reps, deals, fx, rates, bands)
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in (("reps", reps), ("deals", deals), ("fx", fx), ("rates", rates)):
            write(os.path.join(folder, name + ".csv"), rows)
        plan = PLAN % ", ".join(f'{{ product = "{p}", at_least = {x}, factor = "{f}" }}' for (p, x), f in bands.items())
        for table, names in (("deals", DEAL_OUTPUTS), ("teams", TEAM_OUTPUTS)):
            plan += "".join(f'[[outputs]]\ntable = "{table}"\nname = "{name}"\n' for name in names)
        with open(os.path.join(folder, "plan.toml"), "w", encoding="utf-8") as file:
            file.write(plan)
        command = [CLI, "score", "plan.toml", "--numeric", mode, "--output", "reps=r.csv", "--output", "deals=d.csv", "--output", "teams=t.csv", "--issues", "i.csv"]
        for name in ("reps", "deals", "fx", "rates"):
            command += ["--table", f"{name}={name}.csv"]
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False)
        if done.returncode not in (0, 1) or not os.path.exists(os.path.join(folder, "d.csv")):
            return [f"exit {done.returncode}: {done.stderr}"], 0, 0
        got = {name: read(os.path.join(folder, name + ".csv")) for name in "rdti"}
    cells = empty = 0

    def same(what, want, have):
        nonlocal cells, empty
        cells += 1
        empty += want == ""
        if want != have:
            wrong.append(f"seed {seed}, {mode}: {what} is {have!r}, should be {want!r}")

    for row in got["d"]:
        v = by_deal[row["deal"]]
        for name, places in DEAL_OUTPUTS.items():
            same(f"{row['deal']} {name}", shown(v[name], places) if v["sound"] else "", row[name])
    for row in got["r"]:
        same(f"{row['rep']} commission", shown(by_rep[row["rep"]]["pay"], 0), row["commission"])
        same(f"{row['rep']} team_bonus", shown(by_rep[row["rep"]]["bonus"], 0), row["team_bonus"])
    same("teams", list(by_team), [row["team"] for row in got["t"]])
    for row in got["t"]:
        for name, places in TEAM_OUTPUTS.items():
            same(f"{row['team']} {name}", shown(by_team[row["team"]][name], places), row[name])
    same("checks", sum(not v["sound"] for v in by_deal.values()), sum(i["code"] == "A6041" for i in got["i"]))
    same("overlaps", overlaps > 0, any(i["code"] == "A5042" for i in got["i"]))
    places = [(i["code"], i["table"], i["key"], i["column"], i["message"]) for i in got["i"]]
    same("issues told twice", 0, len(places) - len(set(places)))
    return wrong, cells, empty


def main():
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    cells, empty, wrong = 0, 0, []
    for seed in range(first, first + 12):
        for mode in ("exact", "fast"):
            found, compared, without = run(seed, mode)
            wrong += found
            if compared == 0:
                print(found[0])
                return 1
            cells += compared
            empty += without
    print("\n".join(wrong[:20]))
    print(f"{cells} cells compared, {empty} of them without a value, {len(wrong)} differ")
    return 1 if wrong or cells < 10000 or not cells // 20 < empty < cells // 2 else 0


if __name__ == "__main__":
    sys.exit(main())
