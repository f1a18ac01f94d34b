# SPDX-License-Identifier: Apache-2.0
"""Writes the data of the example, the same every time: python3 generate.py [FOLDER]. The files in data/ were written by it."""

import calendar
import csv
import os
import random
import sys
from datetime import date
from fractions import Fraction

YEAR = 2026
SEASON = [80, 60, 115, 95, 100, 120, 90, 95, 120, 90, 110, 125]
POST_COLUMNS = ["post", "person", "name", "role", "region", "team", "manager", "main", "full_time", "started", "ended", "quota", "customer_goal",
                "target_bonus", "draw"]
TEAMS = [("North", "Beijing", 7), ("North", "Tianjin", 7), ("East", "Shanghai", 8), ("East", "Hangzhou", 8), ("Southwest", "Chengdu", 5),
         ("Northwest", "Xian", 5)]
NAMES = ["周建国", "陈立新", "Laura Bennett", "刘洋", "王芳", "Daniel Ko", "孙丽", "赵敏", "马骏", "Aisha Khan", "李娜", "张伟", "Peter Olsen", "王磊",
         "吴倩", "Maria Rossi", "徐强", "朱琳", "Tom Hughes", "胡斌", "郭静", "何勇", "Nina Weber", "高翔", "林涛", "罗敏", "Ben Ode", "梁宇", "宋佳",
         "Sofia Lindqvist", "谢峰", "唐雪", "韩冰", "Carlos Vega", "冯凯", "于洁", "董浩", "Emma Clarke", "萧雅", "程亮", "曹颖", "袁野", "Priya Nair",
         "邓超", "许晴", "傅明", "沈月", "Jan Novak", "曾志", "彭飞", "吕萍", "Grace Lim"]
JOINERS = {"P55": "苏婷", "P56": "Liam Murphy", "P57": "卢刚", "P59": "蒋欣"}
CUSTOMERS = [place + trade for trade in ("Precision", "Pharma", "Food", "Optics", "Steel", "Power", "精工", "制药", "材料", "检测", "化工", "水务")
             for place in ("Hengda ", "Jinyuan ", "Tianrui ", "Northstar ", "Pacific ", "Huaxin ", "Golden River ", "Lotus ", "Evergreen ", "Silk Road ")]
PRODUCTS = [("instrument", 50), ("consumables", 30), ("service", 20)]
RATES = [("instrument", "2026-01-01", "2026-07-01", "2.5%"), ("instrument", "2026-07-01", "", "2.8%"), ("consumables", "2026-01-01", "", "2%"),
         ("service", "2026-01-01", "2026-10-01", "4.25%"), ("service", "2026-10-01", "", "4%")]


def staff():
    """The posts of January."""
    posts = []

    def add(role, region, team, manager, started="2021-03-01", person=None, main="yes", full_time="100%", quota="", goal="", bonus="2500", draw=""):
        key = f"P{len(posts) + 1:02}"
        person = person or "E" + key[1:]
        posts.append(dict(zip(POST_COLUMNS, [key, person, NAMES[int(person[1:]) - 1], role, region, team, manager, main, full_time, started, "", quota,
                                             goal, bonus, draw])))
        return key

    add("head", "Head office", "", "", bonus="12000")
    leads = {}
    for region, teams in (("North", ["Beijing", "Tianjin"]), ("East", ["Shanghai", "Hangzhou"]), ("Southwest", ["Chengdu"]), ("Northwest", ["Xian"])):
        # The director of the Southwest leads its only team, too: two posts, half of the time each.
        both = region == "Southwest"
        director = add("director", region, "", "P01", bonus="4000" if both else "8000", full_time="50%" if both else "100%")
        for team in teams:
            person = "E" + director[1:] if both else None
            leads[team] = add("lead", region, team, director, person=person, main="no" if both else "yes", bonus="2500" if both else "5000",
                              full_time="50%" if both else "100%")
    for region, team, size in TEAMS:
        for place in range(size):
            started, draw = f"20{18 + (place * 3 + size) % 8}-0{1 + (place * 5) % 9}-01", ""
            if (team, place) == ("Shanghai", 7):
                started, draw = "2025-11-03", "4500"
            if (team, place) == ("Xian", 4):
                started, draw = "2026-01-12", "4500"
            part = "70%" if (team, place) in (("Beijing", 2), ("Shanghai", 3)) else "100%"
            quota = {"North": 130000, "East": 150000}.get(region, 90000) + 10000 * (place % 3)
            add("rep", region, team, leads[team], started=started, full_time=part, quota=str(quota * 7 // 10 if part == "70%" else quota), goal="1",
                bonus="1800" if part == "70%" else "2500", draw=draw)
    add("specialist", "North", "", "P01", quota="110000", bonus="3000")
    for place in (posts[13], posts[28]):
        add("specialist", place["region"], "", "P01", person=place["person"], main="no", full_time="30%", quota="55000", bonus="800")
    return posts


def change(month, **cells):
    return {"month": f"{YEAR}-{month:02}", **{c: cells.get(c, "") for c in POST_COLUMNS}}


def joiner(month, post, team, manager, region, started, quota):
    return change(month, post=post, person="E" + post[1:], name=JOINERS[post], role="rep", region=region, team=team, manager=manager, main="yes",
                  full_time="100%", started=started, quota=quota, customer_goal="1", target_bonus="2500", draw="4500")


def changes(posts):
    """Who joins, leaves and moves: a row adds a post or fills cells of it."""
    tianjin = [p["post"] for p in posts if p["team"] == "Tianjin" and p["role"] == "rep"]
    promoted = next(p for p in posts if p["post"] == tianjin[1])
    found = [
        joiner(3, "P55", "Chengdu", "P09", "Southwest", "2026-03-09", "100000"),
        joiner(4, "P56", "Hangzhou", "P07", "East", "2026-04-01", "150000"),
        change(5, post="P17", ended="2026-05-20"),
        joiner(6, "P57", "Tianjin", "P04", "North", "2026-06-15", "130000"),
        change(6, post="P04", ended="2026-06-30"),
        # A rep becomes the lead of the team on July 16.
        change(7, post=promoted["post"], ended="2026-07-15", main="no", manager="P58"),
        change(7, post="P58", person=promoted["person"], name=promoted["name"], role="lead", region="North", team="Tianjin", manager="P02", main="yes",
               full_time="100%", started="2026-07-16", target_bonus="5000"),
        *(change(7, post=p, manager="P58") for p in [*tianjin, "P57"] if p != promoted["post"]),
        joiner(8, "P59", "Xian", "P11", "Northwest", "2026-08-03", "90000"),
        change(11, post="P59", ended="2026-11-13"),
    ]
    return found


def next_staff(posts, changed, month):
    """What staff.awk does, without goals."""
    first = f"{YEAR}-{month:02}-01"
    known = {p["post"]: dict(p) for p in posts}
    for row in changed:
        if row["month"] == first[:7]:
            known.setdefault(row["post"], dict.fromkeys(POST_COLUMNS, "")).update({c: row[c] for c in POST_COLUMNS if row[c]})
    return [p for p in known.values() if not p["ended"] or p["ended"] >= first]


def days_in_post(post, month):
    first, last = date(YEAR, month, 1), date(YEAR, month, calendar.monthrange(YEAR, month)[1])
    started, ended = date.fromisoformat(post["started"]), date.fromisoformat(post["ended"] or "9999-12-31")
    return max(first, started), min(last, ended), last


class Market:
    """Sells: every number comes from one stream of `random()`, which is the same on every platform."""

    def __init__(self):
        self.random = random.Random(2026).random
        self.deals, self.credits = [], []

    def below(self, n):
        return int(self.random() * n)

    def pick(self, items):
        return items[self.below(len(items))]

    def shares(self):
        chance = self.random()
        if chance < 0.80:
            return ["100%"]
        return ["50%", "50%"] if chance < 0.88 else ["60%", "40%"] if chance < 0.94 else ["62.5%", "37.5%"] if chance < 0.97 else ["33.34%", "33.33%", "33.33%"]

    def sell(self, post, mates, helpers, month):
        start, end, last = days_in_post(post, month)
        days = (end - start).days + 1
        in_post = (date(YEAR, month, 1) - date.fromisoformat(post["started"])).days
        ramp = 0.3 if in_post < 25 else 0.5 if in_post < 80 else 1
        skill = 0.8 + int(post["post"][1:]) * 37 % 50 / 100
        wanted = float(post["quota"]) * SEASON[month - 1] / 100 * days / last.day * ramp * skill * (0.65 + 0.7 * self.random())
        count = 1 + self.below(3) + (post["full_time"] == "100%")
        for _ in range(count):
            amount = Fraction(int(wanted / count * (0.6 + 0.8 * self.random()))) * (1 if self.random() < 0.6 else Fraction(9973, 10000))
            chance = self.below(100)
            product = "instrument" if chance < 50 else "consumables" if chance < 80 else "service"
            day = date(YEAR, month, start.day + self.below(days))
            self.book(post, mates, helpers, amount, product, day)

    def book(self, post, mates, helpers, amount, product, day):
        shares = self.shares()
        owners = [post["post"]]
        able = [m for m in mates if m["started"] <= day.isoformat() <= (m["ended"] or "9999")]
        while len(owners) < len(shares) and len(owners) <= len(able):
            mate = self.pick(able)["post"]
            owners += [mate] if mate not in owners else []
        shares = shares if len(owners) == len(shares) else ["100%"]
        deal = {"customer": self.pick(CUSTOMERS), "product": product, "amount": f"{float(round(amount, 2)):.2f}",
                "new_customer": "yes" if self.random() < 0.42 else "no", "closed": day.isoformat(), "original": "", "split": list(zip(owners, shares))}
        if product != "consumables" and self.random() < 0.22:
            deal["overlay"] = (self.pick([helpers[0], *helpers])["post"], self.pick(["25%", "30%", "50%"]))
        self.deals.append(deal)

    def windfall(self, post, amount, product, day):
        self.deals.append({"customer": self.pick(CUSTOMERS), "product": product, "amount": amount, "new_customer": "no", "closed": day.isoformat(),
                           "original": "", "split": [(post["post"], "100%")]})

    def take_back(self, month, after, post, part):
        """A customer returns a part of what was sold in a month before, by this post alone or with others."""
        first = f"{YEAR}-{month:02}"
        original = max((d for d in self.deals if d["closed"].startswith(first) and d["split"][0][0] == post and not d["original"]),
                       key=lambda d: Fraction(d["amount"]))
        day = date(YEAR, month + after, 5 + self.below(20))
        amount = -round(Fraction(original["amount"]) * part, 2)
        self.deals.append({**original, "amount": f"{float(amount):.2f}", "new_customer": "no", "closed": day.isoformat(), "of": original})

    def number(self):
        self.deals.sort(key=lambda d: d["closed"])
        for n, deal in enumerate(self.deals, 1):
            deal["deal"] = f"D{n:04}"
        for deal in self.deals:
            deal["original"] = deal["of"]["deal"] if "of" in deal else ""
            lines = [(post, "direct", share) for post, share in deal["split"]]
            lines += [(deal["overlay"][0], "overlay", deal["overlay"][1])] if "overlay" in deal else []
            for post, kind, share in lines:
                self.credits.append({"credit": f"C{len(self.credits) + 1:04}", "deal": deal["deal"], "post": post, "kind": kind, "share": share,
                                     "credited": deal["closed"]})


def sell_a_year(posts, changed):
    market = Market()
    for month in range(1, 13):
        posts = next_staff(posts, changed, month)
        reps = [p for p in posts if p["role"] == "rep"]
        helpers = [p for p in posts if p["role"] == "specialist"]
        for post in reps:
            mates = [m for m in reps if m["team"] == post["team"] and m["post"] != post["post"]]
            market.sell(post, mates, helpers, month)
        if month == 8:
            market.windfall(next(p for p in reps if p["post"] == "P46"), "186500.00", "service", date(YEAR, 8, 18))
    for month, after, post, part in ((2, 1, "P14", Fraction(1, 2)), (5, 2, "P27", Fraction(1)), (6, 1, "P39", Fraction(3, 4)), (8, 2, "P46", Fraction(1)),
                                     (9, 1, "P33", Fraction(1, 3)), (9, 1, "P51", Fraction(1)), (10, 2, "P56", Fraction(1))):
        market.take_back(month, after, post, part)
    market.number()
    return market


def write(folder, name, columns, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def generate(folder):
    os.makedirs(folder, exist_ok=True)
    posts = staff()
    changed = changes(posts)
    market = sell_a_year(posts, changed)
    write(folder, "posts.csv", POST_COLUMNS, posts)
    write(folder, "changes.csv", ["month", *POST_COLUMNS], changed)
    write(folder, "rates.csv", ["product", "from", "to", "rate"], [dict(zip(("product", "from", "to", "rate"), r)) for r in RATES])
    write(folder, "deals.csv", ["deal", "customer", "product", "amount", "new_customer", "closed", "original"], market.deals)
    write(folder, "credits.csv", ["credit", "deal", "post", "kind", "share", "credited"], market.credits)


if __name__ == "__main__":
    generate(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "data"))
