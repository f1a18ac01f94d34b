# SPDX-License-Identifier: Apache-2.0
"""The year of examples/sales-organisation in fractions, from its data alone: what every post, person, team and region must have, month by month."""

import calendar
import datetime
import os
from collections import Counter
from fractions import Fraction as F

from oracle import half_up, linear, read_table

PLAN = "Sales organisation"
SEASON = [F(n, 100) for n in (80, 60, 115, 95, 100, 120, 90, 95, 120, 90, 110, 125)]
RAMP = [F(2, 5), F(3, 5), F(4, 5), F(1)]
OVERRIDE = {"lead": F(5, 1000), "director": F(2, 1000), "head": F(1, 1000)}
POOL_WEIGHT = {"rep": F(1), "lead": F(2)}
GRADES = [("A", F(2, 10), 115, F(13, 10)), ("B", F(4, 10), 90, F(11, 10)), ("C", F(3, 10), 60, F(1)), ("D", F(1, 10), 0, F(7, 10))]
LEAST_GROUP = 10
LINES = ["commission", "overlay", "accelerator", "override", "bonus", "person_cap", "team_pool", "contest", "year_end", "holdback", "release", "advance",
         "recovery"]
BALANCES = ["owed", "held", "held_before", "customers_so_far", "sold_year", "target_year", "paid_year"]
CENT = F(1, 100)


def cents(x):
    return half_up(x, 2)


def share(cell):
    return F(cell[:-1]) / 100 if cell.endswith("%") else F(cell)


def day(cell):
    return datetime.date.fromisoformat(cell) if cell else None


def add(values):
    """A sum as the language has it: of values of at most 30 decimals, half to even."""
    return sum((F(round(v * 10**30), 10**30) for v in values), F(0))


def allocate(pool, weights, most=None):
    """Cents by largest remainder, of equal ones to the smaller key; who would get more than `most` gets that, and the others share the rest."""
    if pool < 0:
        return {key: -part for key, part in allocate(-pool, weights, most).items()}
    parts, open_ = {}, dict(weights)
    while True:
        left, whole = pool - sum(parts.values(), F(0)), sum(open_.values(), F(0))
        exact = {key: left * weight / whole if whole else F(0) for key, weight in open_.items()}
        beyond = [key for key, part in exact.items() if most is not None and part > most]
        if not beyond:
            assert open_ or not left, "the limits leave a part of the pool to nobody"
            break
        parts.update((key, most) for key in beyond)
        open_ = {key: weight for key, weight in open_.items() if key not in beyond}
    floors = {key: part // CENT * CENT for key, part in exact.items()}
    missing = (left - sum(floors.values(), F(0))) / CENT
    assert missing.denominator == 1, "a pool is a whole number of cents"
    for key in sorted((k for k in exact if weights[k]), key=lambda k: (floors[k] - exact[k], k))[: int(missing)]:
        floors[key] += CENT
    return {**parts, **floors}


def prizes(amounts, values):
    """The highest first; the tied share the prizes of their places."""
    got, order = {}, sorted(values, key=lambda k: (-values[k], k))
    while order:
        tied = [k for k in order if values[k] == values[order[0]]]
        place = len(got)
        got.update(allocate(sum(amounts[place:place + len(tied)], F(0)), {k: F(1) for k in tied}))
        order = order[len(tied):]
    return got


def apportion(people):
    exact = [s * people for _, s, _, _ in GRADES]
    counts = [int(e // 1) for e in exact]
    for i in sorted(range(len(GRADES)), key=lambda i: (counts[i] - exact[i], i))[: people - sum(counts)]:
        counts[i] += 1
    return counts


def grade_group(ratings, shows):
    """Forced distribution: equals get the grade of the first of them."""
    order = sorted(ratings, key=lambda k: (-ratings[k], k))
    grades = [g[0] for g, n in zip(GRADES, apportion(len(order))) for _ in range(n)]
    by_rating = {}
    for key, grade in zip(order, grades):
        shows["kept together at a cut"] += by_rating.setdefault(ratings[key], grade) != grade
    return {key: by_rating[ratings[key]] for key in order}


class Month:
    """One month, from its posts and the balances it begins with. `rows` has the values of each post by their names in the plan."""

    def __init__(self, number, posts, data, state, shows):
        self.number, self.posts, self.data, self.shows = number, posts, data, shows
        self.first = datetime.date(2026, number, 1)
        self.last = datetime.date(2026, number, calendar.monthrange(2026, number)[1])
        self.quarter_ends, self.year_ends = number % 3 == 0, number == 12
        self.was = {p["post"]: state.get(p["post"], dict.fromkeys(BALANCES, F(0))) for p in posts}
        self.rows = {p["post"]: {} for p in posts}
        self.of = {p["post"]: p for p in posts}
        self.below = {}
        for p in posts:
            self.below.setdefault(p["manager"], []).append(p["post"])
        self.credits()
        self.time()
        self.indicators()
        self.grades()
        self.pay_for_sales()
        self.pay_for_teams()
        self.now_or_later()

    def holds(self, cell):
        return self.first <= day(cell) <= self.last

    def group(self, column):
        found = {}
        for p in self.posts:
            if p[column]:
                found.setdefault(p[column], []).append(p["post"])
        return dict(sorted(found.items()))

    def rate(self, deal):
        on = day(self.data.deals[deal["original"]]["closed"] if deal["original"] else deal["closed"])
        rates = {on_day: [share(r["rate"]) for r in self.data.rates if r["product"] == deal["product"] and day(r["from"]) <= on_day
                          and (not r["to"] or on_day < day(r["to"]))] for on_day in (on, day(deal["closed"]))}
        self.shows["taken back at an older rate"] += rates[on] != rates[day(deal["closed"])]
        return rates[on][0]

    def credits(self):
        """What each credit is worth, and what it pays: a deal's commission goes to its direct shares to the cent."""
        self.credit_rows, by_deal = {}, {}
        for c in self.data.credits:
            if self.holds(c["credited"]):
                deal = self.data.deals[c["deal"]]
                value = F(deal["amount"]) * share(c["share"])
                self.credit_rows[c["credit"]] = {**c, "deal": deal, "value": value, "overlay": cents(value * F(15, 1000)) if c["kind"] == "overlay" else None}
                by_deal.setdefault(c["deal"], []).append(c)
        for key, credits in by_deal.items():
            deal = self.data.deals[key]
            direct = {c["credit"]: share(c["share"]) for c in credits if c["kind"] == "direct"}
            assert sum(direct.values()) == 1
            paid = cents(F(deal["amount"]) * self.rate(deal))
            parts = allocate(paid, direct)
            self.shows["shared deals"] += len(direct) > 1
            self.shows["rounded apart would lose a cent"] += sum(cents(paid * s) for s in direct.values()) != paid
            for c in credits:
                self.credit_rows[c["credit"]]["commission"] = parts.get(c["credit"])
        for post, r in self.rows.items():
            mine = [c for c in self.credit_rows.values() if c["post"] == post]
            direct = [c for c in mine if c["kind"] == "direct"]
            r["sold"], r["helped"] = add(c["value"] for c in direct), add(c["value"] for c in mine if c["kind"] == "overlay")
            r["won"] = add(share(c["share"]) for c in direct if c["deal"]["new_customer"] == "yes" and F(c["deal"]["amount"]) > 0)
            r["commission"] = sum((c["commission"] for c in direct), F(0))
            r["overlay"] = sum((c["overlay"] for c in mine if c["overlay"] is not None), F(0))

    def months_since(self, start):
        """Whole months up to the last day of the month, on which every anniversary of the month has been."""
        return 12 * (self.last.year - start.year) + self.last.month - start.month

    def time(self):
        for p in self.posts:
            r = self.rows[p["post"]]
            end = day(p["ended"])
            r["in_post"] = F((min(end or self.last, self.last) - max(day(p["started"]), self.first)).days + 1, self.last.day)
            r["time"] = r["in_post"] * share(p["full_time"])
            r["leaving"] = end is not None and end <= self.last
            r["months"] = self.months_since(day(p["started"]))
            r["sells"] = p["role"] in ("rep", "specialist")
            r["own_target"] = F(p["quota"] or 0) * SEASON[self.number - 1] * RAMP[min(r["months"], 3)] * r["in_post"]
            r["customers_in_quarter"] = self.was[p["post"]]["customers_so_far"] + r["won"]

    def rolled_up(self, post, value):
        return add([value(post), *(self.rolled_up(p, value) for p in self.below.get(post, []))])

    def indicators(self):
        specialist = lambda post: self.of[post]["role"] == "specialist"
        for post, r in self.rows.items():
            r["sales.actual"] = r["helped"] if specialist(post) else self.rolled_up(post, lambda p: self.rows[p]["sold"])
            r["sales.target"] = r["own_target"] if specialist(post) else self.rolled_up(post, lambda p: F(0) if specialist(p) else self.rows[p]["own_target"])
            r["sales.attainment"] = r["sales.actual"] / r["sales.target"]
            r["new_customers.actual"] = self.rolled_up(post, lambda p: self.rows[p]["won"])
            r["new_customers.target"] = self.rolled_up(post, lambda p: F(self.of[p]["customer_goal"] or 0) * self.rows[p]["in_post"])
        for post, r in self.rows.items():
            direct = [F(self.rows[p]["sales.attainment"] >= 1) for p in self.below.get(post, [])]
            scores = {"sales": (70, linear([(F(2, 5), 0), (F(1), 100), (F(3, 2), 150)], r["sales.attainment"]))}
            if r["new_customers.target"]:
                r["new_customers.attainment"] = r["new_customers.actual"] / r["new_customers.target"]
            if not specialist(post):
                scores["new_customers"] = (30, min(100 * r["new_customers.attainment"], F(150)))
            r["coaching.target"] = F(3, 5)
            if direct:
                r["coaching.actual"] = add(direct) / len(direct)
                r["coaching.attainment"] = r["coaching.actual"] / F(3, 5)
            if not r["sells"]:
                scores["coaching"] = (30, min(100 * r["coaching.attainment"], F(120)))
            weights = sum(weight for weight, _ in scores.values())
            for name, (weight, score) in scores.items():
                r[name + ".score"], r[name + ".points"] = score, score * weight / weights
            r["score"] = half_up(sum(r[name + ".points"] for name in scores), 6)
        for posts in self.group("person").values():
            rating = half_up(add(self.rows[p]["score"] * self.rows[p]["time"] for p in posts) / add(self.rows[p]["time"] for p in posts), 0)
            assert sum(self.rows[p]["time"] for p in posts) <= 1
            for p in posts:
                self.rows[p]["standing.actual"], self.rows[p]["standing.attainment"] = rating, rating / 100
                if self.of[p]["main"] == "yes" and self.rows[p]["sells"]:
                    self.rows[p]["standing.score"] = rating

    def grades(self):
        pooled, given = {}, {}
        for posts in self.group("region").values():
            ratings = {p: self.rows[p]["standing.score"] for p in posts if "standing.score" in self.rows[p]}
            for p, rating in ratings.items():
                self.rows[p]["place"] = 1 + sum(other > rating for other in ratings.values())
            if len(ratings) < LEAST_GROUP:
                pooled.update(ratings)
            else:
                given.update(grade_group(ratings, self.shows))
        assert len(pooled) >= LEAST_GROUP
        self.shows["people of small regions"] += len(pooled)
        given.update(grade_group(pooled, self.shows))
        for p, grade in given.items():
            self.rows[p]["grade"] = grade
            self.rows[p]["grade_by_score"] = next(name for name, _, start, _ in GRADES if self.rows[p]["standing.score"] >= start)

    def pay_for_sales(self):
        factor = {name: f for name, _, _, f in GRADES}
        for posts in self.group("person").values():
            mine = [factor[self.rows[p]["grade"]] for p in posts if "grade" in self.rows[p]]
            for p in posts:
                r, x = self.rows[p], self.rows[p]["sales.attainment"]
                if r["sells"]:
                    r["accelerator"] = cents(F(15, 1000) * max(F(0), r["sales.actual"] - r["sales.target"]))
                if self.of[p]["role"] in OVERRIDE:
                    multiplier = F(125, 100) if x >= F(11, 10) else F(1) if x >= F(9, 10) else F(8, 10)
                    r["override"] = cents(OVERRIDE[self.of[p]["role"]] * (r["sales.actual"] - r["sold"]) * multiplier) if x >= F(3, 4) else F(0)
                    self.shows["override gated"] += x < F(3, 4)
                bonus = F(self.of[p]["target_bonus"])
                r["bonus"] = cents(bonus * r["in_post"] * r["score"] / 100 * max(mine, default=F(1)))
                r["earned"] = sum((r.get(line, F(0)) for line in LINES[:5]), F(0))
            earned = sum((self.rows[p]["earned"] for p in posts), F(0))
            ceiling = half_up(F(7, 2) * add(F(self.of[p]["target_bonus"]) * self.rows[p]["in_post"] for p in posts), 2)
            above = allocate(max(F(0), earned - ceiling), {p: max(F(0), self.rows[p]["earned"]) for p in posts})
            self.shows["caps over several posts"] += len(posts) > 1 and earned > ceiling
            for p in posts:
                self.rows[p].update({"person_cap": -above[p], "ceiling": ceiling})

    def pay_for_teams(self):
        self.pools = {}
        for team, posts in self.group("team").items():
            sold, target = add(self.rows[p]["sold"] for p in posts), add(self.rows[p]["own_target"] for p in posts if self.rows[p]["sells"])
            pool = cents(min(max(F(3, 100) * (sold - F(9, 10) * target), F(0)), F(6000)))
            weights = {p: POOL_WEIGHT[self.of[p]["role"]] * self.rows[p]["time"] if self.rows[p]["sales.attainment"] >= F(6, 10) else F(0) for p in posts}
            most = cents(F(1, 4) * pool)
            parts = allocate(pool, weights, most)
            self.shows["largest shares of a pool"] += pool > 0 and most in parts.values()
            self.shows["pools"] += pool > 0
            self.pools[team] = {"sold": sold, "target": target, "pool": pool, "paid": sum(parts.values(), F(0))}
            for p in posts:
                self.rows[p]["team_pool"] = parts[p]
        for posts in self.group("region").values():
            reps = [p for p in posts if self.of[p]["role"] == "rep"]
            won = {p: F(self.rows[p]["customers_in_quarter"] // 1) for p in reps if self.rows[p]["customers_in_quarter"] >= 1}
            got = prizes([F(3000), F(2000), F(1000)], won)
            for p in reps:
                self.rows[p]["contest"] = got.get(p, F(0)) if self.quarter_ends else F(0)
            paid = [part for part in got.values() if part]
            self.shows["prizes shared"] += self.quarter_ends and any(part not in (3000, 2000, 1000) for part in paid)

    def year_end(self, post, r):
        if not self.year_ends:
            return F(0)
        x = (self.was[post]["sold_year"] + r["sales.actual"]) / (self.was[post]["target_year"] + r["sales.target"])
        part = linear([(F(9, 10), F(1, 2)), (F(1), F(1)), (F(6, 5), F(2))], x) if x >= F(9, 10) else F(0)
        return cents(2 * F(self.of[post]["target_bonus"]) * part)

    def recovery(self, r, owed, base, draw):
        if r["leaving"]:
            return min(owed, max(F(0), base))
        if r["months"] < 2:
            return F(0)
        limits = {"owed": owed, "amount": F(1500), "draw": max(F(0), base - draw), "share": max(F(0), base) / 2}
        if owed > 0:
            self.shows["recovery limited by " + min(limits, key=limits.get)] += 1
        return min(limits.values())

    def now_or_later(self):
        self.closing = {}
        for post, r in self.rows.items():
            was, commission = self.was[post], r["commission"]
            r["year_end"] = self.year_end(post, r)
            r["holdback"] = F(0) if r["leaving"] else cents(-F(15, 100) * max(F(0), commission))
            r["release"] = was["held_before"] + (was["held"] if r["leaving"] else F(0))
            base = r["earned"] + r["person_cap"] + r["holdback"] + r["release"]
            draw = F(self.of[post]["draw"] or 0) * r["in_post"] if r["months"] < 6 else F(0)
            r["advance"] = cents(max(F(0), draw - base)) if draw > 0 else F(0)
            r["recovery"] = cents(-self.recovery(r, was["owed"], base, draw))
            before = sum((r.get(line, F(0)) for line in LINES), F(0))
            r["payout"] = max(F(0), before)
            r["payout_limit"] = r["payout"] - before
            self.shows["draws"] += r["advance"] > 0
            self.shows["months of returns owed"] += r["payout_limit"] > 0
            closing = {
                "owed": was["owed"] + r["advance"] + r["recovery"] + r["payout_limit"],
                "held": -r["holdback"],
                "held_before": F(0) if r["leaving"] else was["held"],
                "customers_so_far": F(0) if self.quarter_ends else r["customers_in_quarter"],
                "sold_year": F(0) if self.year_ends else was["sold_year"] + r["sales.actual"],
                "target_year": F(0) if self.year_ends else was["target_year"] + r["sales.target"],
                "paid_year": F(0) if self.year_ends else was["paid_year"] + r["payout"],
            }
            self.shows["left with a debt"] += r["leaving"] and closing["owed"] > 0
            self.closing[post] = {name: half_up(x, 9 if name == "customers_so_far" else 2) for name, x in closing.items()}
            r["paid_this_year"] = was["paid_year"] + r["payout"]

    def next_posts(self):
        """The population with the goals: quotas of those who sell, as they are written; all else as it stands."""
        found = []
        for p in self.posts:
            p = dict(p)
            if self.rows[p["post"]]["sells"]:
                raised = F(p["quota"]) * min(max(F(9, 10) + F(1, 10) * self.rows[p["post"]]["sales.attainment"], F(1)), F(103, 100))
                goal = half_up(raised / 100, 0) * 100
                p["quota"] = f"{int(goal)}.00"
            found.append(p)
        return found


class Data:
    def __init__(self, folder):
        table = lambda name: read_table(os.path.join(folder, name + ".csv"))
        self.posts, self.changes, self.rates, self.credits = table("posts"), table("changes"), table("rates"), table("credits")
        self.deals = {d["deal"]: d for d in table("deals")}


def staff(posts, changes, month):
    """The changes of a month fill cells of posts or add posts; posts that ended before it are left out."""
    known = {p["post"]: dict(p) for p in posts}
    for c in changes:
        if c["month"] == month:
            filled = {column: cell for column, cell in c.items() if column != "month" and (cell or c["post"] not in known)}
            known.setdefault(c["post"], {}).update(filled)
    return [p for p in known.values() if not p["ended"] or p["ended"] >= month + "-01"]


def year(folder):
    """Each month, with the state that it hands over, and what the year showed."""
    data, shows, state = Data(folder), Counter(), {}
    posts = data.posts
    for number in range(1, 13):
        posts = staff(posts, data.changes, f"2026-{number:02}")
        month = Month(number, posts, data, state, shows)
        gone = {p: balances for p, balances in state.items() if p not in month.closing}
        state = {**month.closing, **gone}
        month.state = dict(state)
        posts = month.next_posts()
        yield month, shows
