#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Curves whose numbers depend on the row, curves with tiers from a table, and matrices, on random data: computed here in fractions and by the
command line, asked everything they can be asked. `--seed N` repeats a run."""

import argparse
import csv
import os
import random
import sys
import tempfile
from fractions import Fraction

from oracle import FAILED, Mismatch, compare, decimal_text, has_value, lift, number, score

TIERED = {"step": "value", "marginal": "rate", "whole-amount": "rate", "amount": "amount", "reached": "amount", "proportional": "amount"}
ROLES, PRODUCTS = ["senior", "junior", "lead"], ["A", "B"]


def flags(kind):
    return "kind = \"amount\"\n" + f"{kind} = true\n" if kind in ("reached", "proportional") else f"kind = \"{kind}\"\n"


class Tiers:
    """A curve with tiers [(from, to or None, value)]; every question answers FAILED where it has no answer."""

    def __init__(self, kind, tiers):
        self.kind, self.tiers = kind, tiers
        pairs = list(zip(tiers, tiers[1:]))
        self.good = (all(end is None or start <= end for start, end, _ in tiers)
                     and all(a[0] < b[0] and a[1] in (None, b[0]) for a, b in pairs)
                     and (kind != "proportional" or tiers[-1][1] is not None))

    def place(self, x):
        """The tier that x is in, and x as the rules outside the tiers let it count; None: outside."""
        if x < self.tiers[0][0]:
            return (0, x, True) if self.tiers[0][0] == 0 else None
        i = max(n for n, t in enumerate(self.tiers) if t[0] <= x)
        end = self.tiers[i][1]
        if end is None or x <= end:
            return i, x, True
        return (i, end, False) if self.kind not in ("step", "whole-amount") else None

    def end(self, i):
        return self.tiers[i][1] if self.tiers[i][1] is not None or i + 1 == len(self.tiers) else self.tiers[i + 1][0]

    def full(self, i):
        start, _, value = self.tiers[i]
        return value * (self.end(i) - start) if self.kind == "marginal" else value

    def share(self, i, x):
        start, _, value = self.tiers[i]
        if self.kind == "marginal":
            return value * (x - start)
        if self.kind != "proportional" or self.end(i) == start:
            return value
        return value * (x - start) / (self.end(i) - start)

    def ask(self, what, x, second=None):
        if not self.good:
            return FAILED
        if what == "between":
            return lift(lambda a, b: b - a, self.ask("", x), self.ask("", second))
        if what == "effective" and x != 0:
            return lift(lambda y: y / x, self.ask("", x))
        found = self.place(x)
        if found is None:
            return FAILED
        i, x, inside = found
        value = self.tiers[i][2]
        if what == "tier":
            return Fraction(i + 1)
        if what in ("rate", "effective"):
            if self.kind in ("marginal", "proportional") and not inside:
                return Fraction(0)
            if self.kind == "proportional":
                return FAILED if self.end(i) == self.tiers[i][0] else value / (self.end(i) - self.tiers[i][0])
            return value
        if what == "part":
            if not 1 <= second <= len(self.tiers):
                return FAILED
            n = int(second) - 1
            if n > i or (self.kind == "reached" and n < i):
                return Fraction(0)
            return self.full(n) if n < i else self.share(n, x)
        if self.kind in ("step", "whole-amount"):
            return value * x if self.kind == "whole-amount" else value
        return self.share(i, x) + (0 if self.kind == "reached" else sum(self.full(n) for n in range(i)))


def on_line(knots, x):
    """The line through the knots, flat beyond; of two knots with one x the second owns the point."""
    xs = [k[0] for k in knots]
    if sorted(xs) != xs or any(xs.count(k) > 2 for k in xs):
        return FAILED
    reached = [k for k in knots if k[0] <= x]
    if not reached:
        return knots[0][1]
    if len(reached) == len(knots) or reached[-1][0] == x:
        return reached[-1][1]
    (x0, y0), (x1, y1) = reached[-1], knots[len(reached)]
    return y0 + (x - x0) * (y1 - y0) / (x1 - x0)


def in_matrix(axes, cell, places, linear):
    """The cell reached, or linear between cells; FAILED below the first number, for an unknown text and where there is no cell."""
    if not axes:
        return cell(())
    axis, x = axes[0], places[0]
    go = lambda at: in_matrix(axes[1:], lambda rest: cell((at, *rest)), places[1:], linear)
    if isinstance(x, str):
        return go(axis.index(x)) if x in axis else FAILED
    at = sum(a <= x for a in axis) - 1
    if at < 0:
        return FAILED
    if not linear or at + 1 == len(axis) or axis[at] == x:
        return go(at)
    share = Fraction(x - axis[at]) / (axis[at + 1] - axis[at])
    return lift(lambda a, b: a + (b - a) * share, go(at), go(at + 1))


class Case:
    """One plan with its data and what it must give."""

    def __init__(self, rng):
        self.rng = rng
        self.text = "attain = 1\n\n[plan]\nname = \"Curves\"\ncurrency = \"CNY\"\n\n[tables.reps]\nkey = \"rep\"\ncolumns = { role = \"text\", x = \"number\", z = \"number\", "
        self.text += "n = \"number\", k1 = \"number\", k2 = \"number\", k3 = \"number\", r1 = \"number\", r2 = \"number?\", r3 = \"number\" }\n"
        self.text += "\n[tables.deals]\nkey = \"deal\"\nlink = { rep = \"reps\" }\ncolumns = { amount = \"number\", product = \"text\", r1 = \"number\" }\n"
        self.outputs, self.defines = [], []
        self.reps = [self.rep(n) for n in range(14)]
        self.deals = [self.deal(n) for n in range(40)]

    def some(self, low, high, places=1):
        return Fraction(self.rng.randint(low * 10**places, high * 10**places), 10**places)

    def rep(self, n):
        bounds = [self.some(1, 20) for _ in range(3)]
        if self.rng.random() < 0.85:
            bounds.sort()
        row = {"rep": f"R{n:02}", "role": self.rng.choice(ROLES + ["nobody"]), "x": self.rng.choice([Fraction(0), self.some(0, 30), *bounds]), "z": self.some(0, 30)}
        row.update(n=Fraction(self.rng.randint(0, 4)), k1=bounds[0], k2=bounds[1], k3=bounds[2])
        row.update({r: self.some(1, 5, 2) for r in ("r1", "r2", "r3")})
        if self.rng.random() < 0.1:
            row["r2"] = None
        return row

    def deal(self, n):
        return {"deal": f"D{n:02}", "rep": self.rng.choice(self.reps)["rep"], "amount": self.some(0, 25), "product": self.rng.choice(PRODUCTS), "r1": self.some(1, 5, 2)}

    def output(self, formula, of):
        self.outputs.append((f"o{len(self.outputs):03}", formula, [of(rep) for rep in self.reps]))

    def of_deals(self, formula, of):
        """The sum over a rep's deals of what one deal gives."""
        name = f"d{len(self.defines):03}"
        self.defines.append(f"{name} = \"{formula}\"\n")
        self.output(f"sum(deals.{name})", lambda rep: lift(lambda *all_of: sum(all_of, Fraction(0)), *[of(d, rep) for d in self.deals if d["rep"] == rep["rep"]]))

    def ask_all(self, name, kind, tiers_of):
        """Everything that tiers can be asked; `tiers_of(rep)` are those it sees, None or FAILED where there are none."""
        def of(what, x, second=None):
            def answer(rep):
                tiers = tiers_of(rep)
                return Tiers(kind, tiers).ask(what, rep[x], second and rep[second]) if has_value(tiers) else tiers
            return answer
        self.output(f"{name}(x)", of("", "x"))
        for what in ("rate", "tier", "effective"):
            self.output(f"{name}.{what}(x)", of(what, "x"))
        self.output(f"{name}.between(x, z)", of("between", "x", "z"))
        if kind not in ("step", "whole-amount"):
            self.output(f"{name}.part(x, n)", of("part", "x", "n"))
        if kind == "marginal":
            # Its slopes are positive, so what gives c(z) is z, or the end above which it is flat.
            def inverse(rep):
                y = of("", "z")(rep)
                return lift(lambda _: Tiers(kind, tiers_of(rep)).place(rep["z"])[1], y)
            self.output(f"{name}.inverse({name}(z))", inverse)

    def add_row_curves(self):
        for kind, key in TIERED.items():
            name = "own_" + kind.replace("-", "_")
            start = "0" if kind != "step" else "k1"
            ends = [", to = \"k2 * 1\"", ", to = \"k3\""] if kind == "proportional" else ["", ""]
            self.text += f"\n[curves.{name}]\n{flags(kind)}tiers = [{{ from = \"{start}\", {key} = \"r1\" }}, {{ from = \"k1 + 1\"{ends[0]}, {key} = \"r2\" }}, "
            self.text += f"{{ from = \"k2\"{ends[1]}, {key} = \"r3 * 2\" }}]\n"

            def tiers_of(rep, kind=kind):
                if rep["r2"] is None:
                    return None
                last = rep["k3"] if kind == "proportional" else None
                middle = rep["k2"] if kind == "proportional" else None
                return [(Fraction(0) if kind != "step" else rep["k1"], None, rep["r1"]), (rep["k1"] + 1, middle, rep["r2"]), (rep["k2"], last, rep["r3"] * 2)]
            self.ask_all(name, kind, tiers_of)
        for kind in ("linear", "rate-linear"):
            name = kind.replace("-", "_")
            self.text += f"\n[curves.{name}]\nkind = \"{kind}\"\nknots = [[0, \"r1\"], [\"k1\", 2], [\"k2\", \"r3\"], [\"k3\", \"if(r2 > 2, r2, r1)\"]]\n"

            def line(rep, at, kind=kind):
                if rep["r2"] is None:
                    return None
                y = on_line([(Fraction(0), rep["r1"]), (rep["k1"], Fraction(2)), (rep["k2"], rep["r3"]), (rep["k3"], rep["r2"] if rep["r2"] > 2 else rep["r1"])], rep[at])
                return lift(lambda v: v * rep[at] if kind == "rate-linear" else v, y)
            self.output(f"{name}(x)", lambda rep, line=line: line(rep, "x"))
            self.output(f"{name}.between(x, z)", lambda rep, line=line: lift(lambda a, b: b - a, line(rep, "x"), line(rep, "z")))

        # The same curve sees the rep's rate from a rep's formula, and the deal's from a deal's, where k1 is the rep's through the link.
        self.text += "\n[curves.mixed]\nkind = \"marginal\"\ntiers = [{ from = 0, rate = \"3%\" }, { from = \"k1\", rate = \"if(x > 10, 5%, 7%)\" }]\n"
        self.text += "\n[curves.of_deal]\nkind = \"marginal\"\ntiers = [{ from = 0, rate = \"deals.r1\" }, { from = \"k1\", rate = \"if(product = 'A', 5, 7)\" }]\n"
        mixed = lambda rep: [(Fraction(0), None, Fraction(3, 100)), (rep["k1"], None, Fraction(5 if rep["x"] > 10 else 7, 100))]
        self.output("mixed(x)", lambda rep: Tiers("marginal", mixed(rep)).ask("", rep["x"]))
        self.output("sum(mixed(deals.amount))", lambda rep: sum((Tiers("marginal", mixed(rep)).ask("", d["amount"]) for d in self.deals if d["rep"] == rep["rep"]), Fraction(0)))
        self.of_deals("mixed(amount)", lambda d, rep: Tiers("marginal", mixed(rep)).ask("", d["amount"]))
        self.of_deals("of_deal(amount)", lambda d, rep: Tiers("marginal", [(Fraction(0), None, d["r1"]), (rep["k1"], None, Fraction(5 if d["product"] == "A" else 7))]).ask("", d["amount"]))

    def add_table_curves(self):
        self.text += "\n[tables.rate_tiers]\ncolumns = { role = \"text\", product = \"text\", lower = \"number\", upper = \"number?\", rate = \"number\" }\n"
        self.tiers = {}
        for role in ROLES:
            for product in PRODUCTS:
                tiers, at = [], self.rng.choice([Fraction(0), Fraction(0), Fraction(2)])
                for n in range(self.rng.randint(1, 4)):
                    wide = at + self.some(1, 8)
                    tiers.append((at, self.rng.choice([None, wide]), self.some(1, 5, 2)))
                    at = wide + (self.rng.choice([-1, 1]) if self.rng.random() < 0.07 else 0)
                self.tiers[role, product] = tiers
        seen = lambda role, product: sorted(self.tiers.get((role, product), []), key=lambda t: t[0])
        for kind, key in TIERED.items():
            for stands_in in (False, True):
                name = ("other_" if stands_in else "of_") + kind.replace("-", "_")
                self.text += f"\n[curves.{name}]\n{flags(kind)}tiers = {{ table = \"rate_tiers\", match = {{ role = \"role\", product = \"'A'\" }}, from = \"lower\", to = \"upper\", {key} = \"rate\" }}\n"
                self.text += f"else = \"own_{kind.replace('-', '_')}\"\n" if stands_in and kind not in ("step", "proportional") else ""

                def tiers_of(rep, kind=kind, stands_in=stands_in):
                    found = seen(rep["role"], "A")
                    if found or not stands_in or kind in ("step", "proportional"):
                        return found or FAILED
                    return None if rep["r2"] is None else [(Fraction(0), None, rep["r1"]), (rep["k1"] + 1, None, rep["r2"]), (rep["k2"], None, rep["r3"] * 2)]
                self.ask_all(name, kind, tiers_of)
        self.text += "\n[curves.by_product]\nkind = \"whole-amount\"\ntiers = { table = \"rate_tiers\", match = { role = \"role\", product = \"product\" }, from = \"lower\", rate = \"rate\" }\nbelow = \"r1\"\n"

        def of_deal(d, rep):
            open_tiers = [(start, None, rate) for start, _, rate in seen(rep["role"], d["product"])]
            if not open_tiers:
                return FAILED
            return d["r1"] if d["amount"] < open_tiers[0][0] and Tiers("whole-amount", open_tiers).good else Tiers("whole-amount", open_tiers).ask("", d["amount"])
        self.text = self.text.replace("below = \"r1\"", "below = \"deals.r1\"")
        self.of_deals("by_product(amount)", of_deal)

    def add_matrices(self):
        self.text += "\n[tables.grid]\ncolumns = { band = \"number\", role = \"text\", rate = \"number?\" }\n"
        bands = sorted({self.some(0, 20) for _ in range(4)})
        self.grid = {(b, role): (None if self.rng.random() < 0.1 else self.some(0, 9)) for b in bands for role in ROLES if self.rng.random() < 0.9}
        for linear in (False, True):
            kind = "linear" if linear else "step"
            xs, zs = (sorted({self.some(0, 30) for _ in range(self.rng.randint(1, 5))}) for _ in range(2))
            cells = [[[self.rng.choice(["r1", "r2", self.some(-5, 5)]) for _ in zs] for _ in xs] for _ in ROLES]
            shown = [[[c if isinstance(c, str) else decimal_text(c, 1, False) for c in line] for line in block] for block in cells]
            axis = lambda numbers: "[" + ", ".join(decimal_text(a, 1, False) for a in numbers) + "]"
            self.text += f"\n[matrices.m_{kind}]\nmethod = \"{kind}\"\norder = [\"role\", \"x\", \"z\"]\naxes = {{ z = {axis(zs)}, role = {str(ROLES)}, x = {axis(xs)} }}\nvalues = {shown}\n"
            written = lambda rep, at, cells=cells: cells[at[0]][at[1]][at[2]] if not isinstance(cells[at[0]][at[1]][at[2]], str) else rep[cells[at[0]][at[1]][at[2]]]
            self.output(f"m_{kind}(role, x, z)", lambda rep, w=written, xs=xs, zs=zs, l=linear: in_matrix([ROLES, xs, zs], lambda at: w(rep, at), [rep["role"], rep["x"], rep["z"]], l))
            self.text += f"\n[matrices.g_{kind}]\nmethod = \"{kind}\"\ntable = \"grid\"\naxes = [\"band\", \"role\"]\nvalue = \"rate\"\n"
            there = sorted({b for b, _ in self.grid})
            roles = [r for r in ROLES if any(role == r for _, role in self.grid)]
            stands = lambda at, there=there, roles=roles: self.grid.get((there[at[0]], roles[at[1]]), FAILED)
            self.output(f"g_{kind}(z, role)", lambda rep, s=stands, t=there, r=roles, l=linear: in_matrix([t, r], s, [rep["z"], rep["role"]], l))

    def write(self, folder):
        for table, rows in (("reps", self.reps), ("deals", self.deals),
                            ("rate_tiers", [{"role": k[0], "product": k[1], "lower": t[0], "upper": t[1], "rate": t[2]} for k, tiers in self.tiers.items() for t in tiers]),
                            ("grid", [{"band": k[0], "role": k[1], "rate": v} for k, v in self.grid.items()])):
            self.rng.shuffle(rows) if table not in ("reps", "deals") else None
            with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8", newline="") as file:
                out = csv.DictWriter(file, list(rows[0]))
                out.writeheader()
                for row in rows:
                    out.writerow({c: decimal_text(v, 6, False) if isinstance(v, Fraction) else v for c, v in row.items()})
        text = self.text + "\n[define.deals]\n" + "".join(self.defines)
        text += "".join(f"\n[[outputs]]\nname = \"{name}\"\nvalue = \"{formula}\"\n" for name, formula, _ in self.outputs)
        with open(os.path.join(folder, "plan.toml"), "w", encoding="utf-8") as file:
            file.write(text)

    def expected(self):
        return [{"rep": rep["rep"], **{name: number(of[i]) for name, _, of in self.outputs}} for i, rep in enumerate(self.reps)]


def check_issues(path):
    """No cause is told twice, and tiers in a table at their own row."""
    with open(path, encoding="utf-8", newline="") as file:
        issues = list(csv.DictReader(file))
    places = [(i["code"], i["table"], i["line"], i["column"]) for i in issues]
    twice = {p for p in places if places.count(p) > 1}
    if twice:
        raise Mismatch(f"issues told twice: {sorted(twice)[:5]}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--runs", type=int, default=6)
    given = arguments.parse_args()
    seed = given.seed
    cells = 0
    for run in range(given.runs):
        case = Case(random.Random(seed + run))
        case.add_row_curves()
        case.add_table_curves()
        case.add_matrices()
        with tempfile.TemporaryDirectory() as folder:
            case.write(folder)
            tables = {t: os.path.join(folder, t + ".csv") for t in ("reps", "deals", "rate_tiers", "grid")}
            for numeric in ("exact", "fast"):
                done = score(os.path.join(folder, "plan.toml"), tables, numeric, ["--issues", os.path.join(folder, "issues.csv")])
                try:
                    cells += compare(f"seed {seed + run}, {numeric}", case.expected(), done.stdout, numeric == "exact")
                    check_issues(os.path.join(folder, "issues.csv"))
                except (Mismatch, IndexError) as wrong:
                    named = "\n".join(f"  {name} = {formula}" for name, formula, _ in case.outputs if name in str(wrong))
                    sys.exit(f"seed {seed + run}: {wrong}\n{named}\n{done.stderr if not done.stdout else ''}")
    print(f"{cells} cells agree; seed {seed}")


if __name__ == "__main__":
    main()
