# SPDX-License-Identifier: Apache-2.0
"""The kinds of random cases that spreadsheet_judge.py compares: a formula of a sheet beside the same of a plan, and what is known to differ.

A kind is a function decorated with @kind that makes one case. In a formula of a sheet `{a}` is a cell of the case, `{amount}` the column of
its rows; in a formula of a plan they are the names `a` and `amount`. Where the two are known to differ in a case, `differs` names the
difference as docs/from-spreadsheets.md does, and what the plan must give is said by `mended`, a formula of the sheet without the trap, or by
`meant`, a value computed here.
"""

import dataclasses
import datetime
import decimal
import enum
import math
import typing
from fractions import Fraction


class NoValue(enum.Enum):
    EMPTY = "nothing"  # and no reason for an issue
    FAILED = "an error"  # #N/A and its relatives in a sheet; an issue in a plan


EMPTY, FAILED = NoValue.EMPTY, NoValue.FAILED
KINDS = []


class Row(typing.NamedTuple):
    """A row of a case; what is empty is None."""

    amount: str
    units: str
    product: str = None
    closed: str = None


@dataclasses.dataclass
class Case:
    plan: str
    sheet: str
    cells: dict = dataclasses.field(default_factory=dict)  # a b c: decimals as texts; d e: dates; s t: texts; item: a key of the items
    rows: list = dataclasses.field(default_factory=list)  # of Row
    bounds: list = dataclasses.field(default_factory=list)  # (at_least, rate)
    names: list = dataclasses.field(default_factory=list)  # (from, value)
    differs: str = ""
    mended: str = ""
    meant: object = None
    exact: bool = False  # the decimals must be the same; else they may differ by 1e-9 of their size


def kind(function):
    KINDS.append(function)
    return function


# Everybody's holidays: the same for all cases.
HOLIDAYS = ["2026-01-01", "2026-02-17", "2026-02-18", "2026-05-01", "2026-10-01", "2026-10-02", "2026-10-03", "2027-01-01"]


def decimal_cell(r, size=1000, places=2, negative=True):
    """A decimal as people type it; often a half of its last place but one."""
    digits = r.randint(0, size * 10**places)
    if r.random() < 0.4:
        digits = digits // 10 * 10 + 5
    value = decimal.Decimal(digits).scaleb(-places)
    return f"{-value if negative and r.random() < 0.4 else value:f}"


def decimal_of(fraction):
    return f"{decimal.Decimal(fraction.numerator) / decimal.Decimal(fraction.denominator):f}"


def maybe(r, value, share=0.2):
    return None if r.random() < share else value


def day(r, first="2024-01-01", days=1200):
    return (datetime.date.fromisoformat(first) + datetime.timedelta(r.randrange(days))).isoformat()


def month_end(d):
    date = datetime.date.fromisoformat(d)
    return (date.replace(day=1) + datetime.timedelta(32)).replace(day=1) - datetime.timedelta(1)


def some_day(r):
    d = day(r)
    return month_end(d).isoformat() if r.random() < 0.4 else d


def rounded(x, places, how):
    """x at so many places: half away from zero, away from zero or towards zero."""
    scaled = abs(x) * Fraction(10) ** places
    whole = {"round": math.floor(scaled + Fraction(1, 2)), "round_up": math.ceil(scaled)}.get(how, math.floor(scaled))
    return (-1 if x < 0 else 1) * whole / Fraction(10) ** places


# Rounding

SHEET_NAME = {"round": "ROUND", "round_up": "ROUNDUP", "round_down": "ROUNDDOWN", "trunc": "TRUNC"}


@kind
def rounding_as_written(r):
    f = r.choice(list(SHEET_NAME))
    return Case(f"{f}(a, b)", f"{SHEET_NAME[f]}({{a}};{{b}})", {"a": decimal_cell(r, 3000, 4), "b": str(r.randint(-3, 4))}, exact=True)


@kind
def rounding_of_products(r):
    f = r.choice(list(SHEET_NAME))
    cells = {"a": decimal_cell(r, 90000), "b": decimal_cell(r, 1, 3, negative=False), "c": "2"}
    case = Case(f"{f}(a * b, c)", f"{SHEET_NAME[f]}({{a}}*{{b}};{{c}})", cells, exact=True)
    product = Fraction(cells["a"]) * Fraction(cells["b"])
    if Fraction(float(cells["a"]) * float(cells["b"])) != product:
        case.differs, case.meant = "binary fractions", rounded(product, 2, f)
    return case


@kind
def rounding_of_differences(r):
    """Halves that subtraction in binary loses: 1.1 - 1.075 is a little less than 0.025."""
    a, b = decimal_cell(r, 5000, 3), decimal_cell(r, 5000, 3)
    case = Case("round(a - b, c)", "ROUND({a}-{b};{c})", {"a": a, "b": b, "c": "2"}, exact=True)
    if Fraction(float(a) - float(b)) != Fraction(a) - Fraction(b):
        case.differs, case.meant = "binary fractions", rounded(Fraction(a) - Fraction(b), 2, "round")
    return case


@kind
def rounding_to_digits(r):
    a = decimal_cell(r, 40000, 3)
    a = a if Fraction(a) else "1"
    return Case("round_sig(a, b)", "ROUND({a};{b}-1-INT(LOG10(ABS({a}))))", {"a": a, "b": str(r.randint(1, 4))}, exact=True)


@kind
def multiples(r):
    f, name, mended = r.choice([("ceil", "CEILING", "-{b}*INT(-{a}/{b})"), ("floor", "FLOOR", "{b}*INT({a}/{b})"),
                                ("round_to", "MROUND", "{b}*ROUND({a}/{b};0)")])
    cells = {"a": decimal_cell(r, 300), "b": r.choice(["0.05", "0.5", "5", "50", "3", "0.3", "-5", "-0.5", "0"])}
    case = Case(f"{f}(a, b)", f"{name}({{a}};{{b}})", cells, exact=True)
    if f == "floor" and Fraction(cells["b"]) == 0:
        case.differs, case.meant = "a step of 0", Fraction(0)
    elif Fraction(cells["a"]) * Fraction(cells["b"]) < 0:
        case.differs, case.mended = "sign of the step", mended
    return case


@kind
def whole_part_and_remainder(r):
    cells = {"a": decimal_cell(r, 100, 1), "b": r.choice(["3", "0.1", "2.5", "-4", "-0.3", "7", "0"])}
    plan, sheet = r.choice([("floor(a)", "INT({a})"), ("mod(a, b)", "MOD({a};{b})"), ("mod(a, b)", "MOD({a};{b})"), ("trunc(a)", "TRUNC({a})")])
    case = Case(plan, sheet, cells, exact=True)
    if plan.startswith("mod") and Fraction(cells["b"]):
        case.differs, case.meant = "binary fractions", Fraction(cells["a"]) % Fraction(cells["b"])
    return case


# Operators and numbers

@kind
def operators(r):
    cells = {"a": r.choice(["2", "3", "1.5", "-2", "0"]), "b": r.choice(["2", "3", "1"]), "c": r.choice(["2", "3", "0.5"])}
    plan, sheet, differs, mended = r.choice([
        ("-a ^ b", "-{a}^{b}", "a sign before a power", "-({a}^{b})"),
        ("2 ^ b ^ c", "2^{b}^{c}", "powers in a row", "2^({b}^{c})"),
        ("a - b * c", "{a}-{b}*{c}", "", ""),
        ("a / b / c", "{a}/{b}/{c}", "", ""),
        ("b / a", "{b}/{a}", "", ""),
        ("a - b < c and not a = c", "AND({a}-{b}<{c};NOT({a}={c}))", "", ""),
        ("a * 5% + c", "{a}*5%+{c}", "", ""),
    ])
    return Case(plan, sheet, cells, differs=differs, mended=mended)


@kind
def numbers(r):
    plan, sheet = r.choice([("sqrt(a)", "SQRT({a})"), ("exp(a / 10)", "EXP({a}/10)"), ("ln(a)", "LN({a})"), ("log10(a)", "LOG10({a})"),
                            ("pow(abs(a), b)", "POWER(ABS({a});{b})"), ("abs(a)", "ABS({a})"), ("sign(a)", "SIGN({a})"),
                            ("min(a, b)", "MIN({a};{b})"), ("max(a, b)", "MAX({a};{b})"), ("clamp(a, 0, b)", "MAX(0;MIN({a};{b}))")])
    return Case(plan, sheet, {"a": decimal_cell(r, 50, 2), "b": decimal_cell(r, 4, 1, negative=False)})


@kind
def reaching_a_bound(r):
    """Whether a computed value reaches a bound that it equals as a decimal."""
    a, b = decimal_cell(r, 2), decimal_cell(r, 2)
    exact = Fraction(a) - Fraction(b)
    c = f"{decimal.Decimal(a) - decimal.Decimal(b) + r.choice([0, 0, decimal.Decimal('0.01'), decimal.Decimal('-0.01')]):f}"
    op = r.choice([">=", "<", "="])
    case = Case(f"a - b {op} c", f"{{a}}-{{b}}{op}{{c}}", {"a": a, "b": b, "c": c})
    if Fraction(float(a) - float(b)) != exact:
        case.differs, case.meant = "binary fractions", {">=": exact >= Fraction(c), "<": exact < Fraction(c), "=": exact == Fraction(c)}[op]
    return case


@kind
def empty_cells(r):
    cells = {"a": maybe(r, r.choice(["0", "3", "-2"]), 0.5), "b": maybe(r, r.choice(["0", "4"]), 0.4), "c": "7"}
    plan, sheet = r.choice([
        ("a + b", "{a}+{b}"), ("a * b", "{a}*{b}"), ("a >= b", "{a}>={b}"), ("if(a = 0, 1, 2)", "IF({a}=0;1;2)"), ("a / b", "{a}/{b}"),
        ("is_missing(a)", "ISBLANK({a})"), ("coalesce(a, c)", "IF(ISBLANK({a});{c};{a})"), ("coalesce(a / b, c)", "IFERROR({a}/{b};{c})"),
        ("coalesce(c / b, c)", "IFERROR({c}/{b};{c})"), ("if(is_missing(a), c, a)", "IF({a}=\"\";{c};{a})"),
        ("max(a, b)", "MAX({a};{b})"),
    ])
    case = Case(plan, sheet, cells)
    if plan.startswith(("is_missing", "coalesce(a, c)", "if(is_missing", "coalesce(c")):
        return case
    blank = "ISBLANK({a})" if "b" not in plan else "OR(ISBLANK({a});ISBLANK({b}))"
    if cells["a"] is None or "b" in plan and cells["b"] is None:
        case.differs = "an empty cell is not 0"
        case.mended = f"IF({blank};{{c}};{sheet})" if plan.startswith("coalesce") else f"IF({blank};\"\";{sheet})"
    return case


# Dates

@kind
def dates(r):
    d, e, n = some_day(r), some_day(r), str(r.randint(-30, 30))
    date = 'TEXT({};"yyyy-mm-dd")'.format
    plan, sheet = r.choice([
        ("days_between(d, e)", "DAYS({e};{d})"), ("e - d", "{e}-{d}"), ("add_months(d, a)", date("EDATE({d};{a})")),
        ("end_of_month(add_months(d, a))", date("EOMONTH({d};{a})")),
        ("add_days(d, a * 1 days)", date("{d}+{a}")), ("start_of_month(d)", date("EOMONTH({d};-1)+1")), ("year(d)", "YEAR({d})"), ("month(d)", "MONTH({d})"),
        ("day(d)", "DAY({d})"), ("weekday(d)", "WEEKDAY({d};2)"), ("quarter(d)", "ROUNDUP(MONTH({d})/3;0)"),
    ])
    return Case(plan, sheet, {"d": d, "e": e, "a": n})


@kind
def working_days(r):
    d, e = day(r, "2025-12-20", 400), day(r, "2025-12-20", 400)
    form = r.choice([("working_days(d, e)", "NETWORKDAYS({d};{e})"), ("working_days(d, e, holidays)", "NETWORKDAYS({d};{e};{holidays})")])
    return Case(*form, {"d": d, "e": e})


@kind
def months_between(r):
    d, e = sorted((some_day(r), some_day(r)), reverse=r.random() < 0.2)
    case = Case("months_between(d, e)", 'DATEDIF({d};{e};"m")', {"d": d, "e": e})
    first, last = datetime.date.fromisoformat(d), datetime.date.fromisoformat(e)
    if last < first:
        forward = [n for n in range(0, 60) if month_added(first, -n) <= last]
        case.differs, case.meant = "months backwards", Fraction(-forward[0])
    elif last == month_end(e) and first.day > last.day:
        case.differs, case.mended = "months to the last day of one", 'DATEDIF({d};{e}+1;"m")'
    return case


def month_added(d, n):
    month = d.year * 12 + d.month - 1 + n
    start = datetime.date(month // 12, month % 12 + 1, 1)
    return start.replace(day=min(d.day, month_end(start.isoformat()).day))


@kind
def thirty_day_months(r):
    return Case("days_360(d, e)", "DAYS360({d};{e})", {"d": some_day(r), "e": some_day(r)})


# Texts

@kind
def texts(r):
    s = r.choice(["North", "north ", "  south  east ", "Zoë", "华东 一部", "ABC-12", "Ärger"])
    t = r.choice(["no", "No", "th", "E", "华东", "12", "s", "?", "o*"])
    plan, sheet, differs, mended = r.choice([
        ("upper(s)", "UPPER({s})", "", ""), ("lower(s)", "LOWER({s})", "", ""), ("trim(s)", "TRIM({s})", "", ""), ("length(s)", "LEN({s})", "", ""),
        ("s = t", "{s}={t}", "upper and lower case", "EXACT({s};{t})"),
        ("starts_with(s, t)", "LEFT({s};LEN({t}))={t}", "upper and lower case", "EXACT(LEFT({s};LEN({t}));{t})"),
        ("ends_with(s, t)", "EXACT(RIGHT({s};LEN({t}));{t})", "", ""),
        ("contains(s, t)", "ISNUMBER(SEARCH({t};{s}))", "wildcards" if "?" in t or "*" in t else "upper and lower case", "ISNUMBER(FIND({t};{s}))"),
    ])
    if plan == "s = t" and r.random() < 0.6:
        t = r.choice([s, s.upper(), s.lower()])
    case = Case(plan, sheet, {"s": s, "t": t}, differs=differs, mended=mended)
    if s != " ".join(s.split()):
        cut = s.strip()
        case.differs, case.mended = "blanks in texts", ""
        case.meant = {"upper(s)": cut.upper(), "lower(s)": cut.lower(), "trim(s)": cut, "length(s)": Fraction(len(cut)), "s = t": cut == t.strip(),
                      "starts_with(s, t)": cut.startswith(t), "ends_with(s, t)": cut.endswith(t), "contains(s, t)": t in cut}[plan]
    return case
