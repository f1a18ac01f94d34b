# SPDX-License-Identifier: Apache-2.0
"""The sales-organisation example: `make year`'s script runs it, and every number of every month is held against the same year in fractions."""

import csv
import filecmp
import importlib.util
import os
import sys
import tempfile
import unicodedata
from fractions import Fraction as F

from oracle import Mismatch, attain, decimal_text, half_up, run, same
from sales_organisation_year import BALANCES, LINES, PLAN, year

SOURCE = os.environ.get("ATTAIN_SOURCE_DIR") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLE = os.path.join(SOURCE, "examples", "sales-organisation")
DATA = os.path.join(EXAMPLE, "data")
MONEY = {"sales.actual", "sales.target", *LINES, "payout_limit", "payout", "owed_now", "held_now", "paid_this_year"}
LABELS = {"commission": "提成", "overlay": "专家支持提成", "accelerator": "超额提成", "override": "管理提成", "bonus": "绩效奖金", "person_cap": "个人封顶",
          "team_pool": "团队奖金池", "contest": "季度新客户竞赛", "year_end": "年终奖", "holdback": "预留", "release": "预留发放", "advance": "预支",
          "recovery": "预支扣回", "sold": "销售额合计", "owed_by_all": "预支余额合计", "held_for_all": "预留余额合计"}
COLUMNS = ["post", *(f"{i}.{part}" for i in ("sales", "new_customers", "coaching") for part in ("actual", "target", "attainment", "score", "points")),
           "standing.actual", "standing.attainment", "standing.score", "score", "grade", "grade_by_score", *LINES, "payout_limit", "payout",
           "name", "region", "place", "owed_now", "held_now", "paid_this_year"]
# What the data are there for, and how often the year must show it at least.
MUST_SHOW = {"shared deals": 200, "rounded apart would lose a cent": 20, "taken back at an older rate": 1, "kept together at a cut": 3,
             "people of small regions": 120, "caps over several posts": 3, "pools": 20, "largest shares of a pool": 3, "prizes shared": 3,
             "override gated": 1, "draws": 15, "months of returns owed": 1, "left with a debt": 1, "recovery limited by owed": 3,
             "recovery limited by amount": 5, "recovery limited by draw": 1, "recovery limited by share": 1}


def text(x, places=9):
    """As it is printed: money with two places, other numbers with at most nine."""
    if x is None or isinstance(x, str):
        return x or ""
    return decimal_text(F(x), places, places == 2)


def results_of(month):
    for p in month.posts:
        r = month.rows[p["post"]]
        closing = month.closing[p["post"]]
        row = {**r, "post": p["post"], "name": p["name"], "region": p["region"], "owed_now": closing["owed"],
               "held_now": closing["held"] + closing["held_before"]}
        yield {column: text(row.get(column), 2 if column in MONEY else 9) for column in COLUMNS}


def persons_of(month):
    for person, posts in month.group("person").items():
        rows = [month.rows[p] for p in posts]
        total = lambda name: text(sum((r[name] for r in rows), F(0)), 2)
        yield {"person": person, "name": month.of[min(posts)]["name"], "posts": text(len(posts)), "rating": text(rows[0]["standing.actual"]),
               "earned": total("earned"), "ceiling": text(rows[0]["ceiling"], 2), "pay": total("payout")}


def credits_of(month):
    for key, c in month.credit_rows.items():
        yield {"credit": key, "commission": text(c["commission"], 2), "overlay": text(c["overlay"], 2), "value": text(c["value"], 2)}


def regions_of(month):
    for region, posts in month.group("region").items():
        target = sum((month.rows[p]["own_target"] for p in posts if month.of[p]["role"] != "specialist"), F(0))
        total = lambda name: text(sum((month.rows[p][name] for p in posts), F(0)), 2)
        yield {"region": region, "sold": total("sold"), "target": text(target, 2), "pay": total("payout")}


def totals_of(month):
    rows, closing = month.rows.values(), month.closing.values()
    for name in [*LINES, "payout_limit", "payout", "sold"]:
        yield {"name": name, "label": LABELS.get(name, ""), "value": text(sum((r.get(name, F(0)) for r in rows), F(0)), 2), "rows_left_out": "0"}
    for name, balances in (("owed_by_all", ["owed"]), ("held_for_all", ["held", "held_before"])):
        yield {"name": name, "label": LABELS[name], "value": text(sum((c[b] for c in closing for b in balances), F(0)), 2), "rows_left_out": "0"}


def state_of(month):
    for post, balances in month.state.items():
        cells = {b: text(balances[b], 9 if b == "customers_so_far" else 2) for b in BALANCES}
        yield {"post": post, "plan": PLAN, "period_end": month.last.isoformat(), **cells, "failed": ""}


def expected_files(month):
    return {
        "posts": month.posts,
        "results": results_of(month),
        "persons": persons_of(month),
        "credits": credits_of(month),
        "teams": ({"team": team, **{name: text(x, 2) for name, x in pool.items()}} for team, pool in month.pools.items()),
        "regions": regions_of(month),
        "totals": totals_of(month),
        "state": state_of(month),
        "goals": month.next_posts(),
    }


def close(expected, got):
    """In doubles: to the cent, or to the ninth digit."""
    if expected == got or same(False, expected, got):
        return True
    try:
        return abs(F(expected) - F(got)) <= F(1, 100)
    except ValueError:
        return False


def compare(what, expected, path, equal):
    expected = list(expected)
    with open(path, encoding="utf-8", newline="") as file:
        got = list(csv.reader(file))
    columns = list(expected[0])
    if got[0] != columns:
        raise Mismatch(f"{what}: columns\n  expected {columns}\n  written  {got[0]}")
    if len(got) - 1 != len(expected):
        raise Mismatch(f"{what}: {len(expected)} rows expected, {len(got) - 1} written")
    wrong = [f"  {cells[0]} {column}: expected {row[column]!r}, written {cell!r}"
             for row, cells in zip(expected, got[1:]) for column, cell in zip(columns, cells) if not equal(row[column], cell)]
    if wrong:
        raise Mismatch(f"{what}: {len(wrong)} cells differ\n" + "\n".join(wrong[:20]))
    return len(expected) * len(columns)


def check_issues(month, path, posts_before):
    """No errors; who has another grade by score alone; who is new, and who has gone."""
    with open(path, encoding="utf-8", newline="") as file:
        issues = [(i["severity"], i["code"], i["key"]) for i in csv.DictReader(file)]
    here = [p["post"] for p in month.posts]
    wanted = [("note", "A6092", p) for p, r in month.rows.items() if r.get("grade") != r.get("grade_by_score")]
    wanted += [("warning", "A5083", p) for p in month.state if p not in here]
    wanted += [("note", "A5082", "")] * any(p not in posts_before for p in here)
    wanted += [("note", "A5012", "")] * 2
    if sorted(issues) != sorted(wanted):
        only_one = sorted(set(wanted) - set(issues)), sorted(set(issues) - set(wanted))
        raise Mismatch(f"month {month.number}, issues:\n  only expected {only_one[0]}\n  only written {only_one[1]}")


def run_fast(folder, month, before):
    """The same month in doubles; the state is the one of the exact run, which has been compared by then."""
    here = os.path.join(folder, f"2026-{month.number:02}")
    out = os.path.join(folder, "fast")
    os.makedirs(out, exist_ok=True)
    command = [attain(), "score", os.path.join(EXAMPLE, "plan.toml"), "--numeric", "fast", "--period", f"{month.first}..{month.last}",
               "--table", f"posts={here}/posts.csv", *(["--state", f"{before}/state.csv"] if before else []),
               "--output", f"{out}/results.csv", "--issues", f"{out}/issues.csv"]
    for table in ("deals", "credits", "rates"):
        command += ["--table", f"{table}={DATA}/{table}.csv"]
    for table in ("persons", "credits", "teams", "regions", "totals"):
        command += ["--output", f"{table}={out}/{table}.csv"]
    run(command)
    return out


def check_year(folder):
    printed = run(["bash", os.path.join(EXAMPLE, "year.sh"), attain(), folder]).stdout
    cells, before, known, paid = 0, None, set(), []
    for month, shows in year(DATA):
        here = os.path.join(folder, f"2026-{month.number:02}")
        for name, rows in expected_files(month).items():
            cells += compare(f"month {month.number}, {name}", rows, os.path.join(here, name + ".csv"), lambda a, b: a == b)
        check_issues(month, os.path.join(here, "issues.csv"), known)
        fast = run_fast(folder, month, before)
        for name, rows in expected_files(month).items():
            if name not in ("posts", "state", "goals"):
                cells += compare(f"month {month.number}, {name} in doubles", rows, os.path.join(fast, name + ".csv"), close)
        known |= set(month.state)
        paid.append((f"2026-{month.number:02}", len(month.posts), sum(r["payout"] for r in month.rows.values())))
        before = here
    check_summary(printed, folder, paid)
    silent = {what: (shows[what], least) for what, least in MUST_SHOW.items() if shows[what] < least}
    if silent:
        raise Mismatch(f"the data show too little, (seen, wanted): {silent}")
    print(f"12 months: {cells} cells agree; the year showed {dict(shows)}")


def check_data(folder):
    """data/ is what generate.py writes."""
    spec = importlib.util.spec_from_file_location("generate", os.path.join(EXAMPLE, "generate.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.generate(folder)
    for name in sorted(os.listdir(DATA)):
        if not filecmp.cmp(os.path.join(DATA, name), os.path.join(folder, name), shallow=False):
            raise Mismatch(f"generate.py writes another {name} than data/ has")


def check_summary(printed, folder, paid):
    """What year.sh prints fits a terminal, and says for each month how many posts were paid how much."""
    width = lambda line: sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    wide = [line for line in printed.splitlines() if width(line) > 80 and folder not in line and EXAMPLE not in line]
    if wide:
        raise Mismatch("wider than 80 columns:\n" + "\n".join(wide))
    fields = [line.replace(",", "").split() for line in printed.splitlines()]
    for month, posts, pay in paid:
        if not any(f[:2] == [month, str(posts)] and f[5:6] == [str(half_up(pay, 0))] for f in fields):
            raise Mismatch(f"{month}: {posts} posts are paid {pay}, and the summary does not say so:\n{printed}")
    pay = sum(pay for _, _, pay in paid)
    if f"are paid {int(half_up(pay, 0)):,} CNY" not in printed:
        raise Mismatch(f"the year pays {pay}, and the summary does not say so:\n{printed}")


def main():
    try:
        with tempfile.TemporaryDirectory() as folder:
            check_data(os.path.join(folder, "data"))
            check_year(os.path.join(folder, "year"))
    except Mismatch as found:
        print(found, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
