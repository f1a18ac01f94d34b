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
import unicodedata
from fractions import Fraction


class NoValue(enum.Enum):
    EMPTY = "nothing"  # and no reason for an issue
    FAILED = "an error"  # #N/A and its relatives in a sheet; an issue in a plan


EMPTY, FAILED = NoValue.EMPTY, NoValue.FAILED
KINDS = []


@dataclasses.dataclass
class Case:
    plan: str
    sheet: str
    cells: dict = dataclasses.field(default_factory=dict)  # a b c: decimals as texts; d e: dates; s t: texts; item: a key of the items
    rows: list = dataclasses.field(default_factory=list)  # (amount, units, product, closed), None where empty
    bounds: list = dataclasses.field(default_factory=list)  # (at_least, rate)
    names: list = dataclasses.field(default_factory=list)  # (from, value)
    differs: str = ""
    mended: str = ""
    meant: object = None
    exact: bool = False  # the decimals must be the same; else they may differ by 1e-9 of their size


def kind(function):
    KINDS.append(function)
    return function


# Everybody's prices and holidays: the same for all cases.
ITEMS = [("A", "10"), ("a1", "11.5"), ("A1", "12"), ("b", "20"), ("Beta", None), ("X*", "30"), ("Xy", "31"), ("Zoë", "40"), ("7", "50"), ("07", "51")]
HOLIDAYS = ["2026-01-01", "2026-02-17", "2026-02-18", "2026-05-01", "2026-10-01", "2026-10-02", "2026-10-03", "2027-01-01"]
PRODUCTS = ["A", "a", "B", "b", "AB", "Ab", "C", "CA", "A*", "B?"]


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


def rows(r, least=1, most=6, products=PRODUCTS, empty=0.2, times=False):
    def closed():
        d = day(r, "2026-10-01", 40)
        return f"{d} {r.randint(1, 23):02}:30:00" if times and r.random() < 0.3 else d

    return [(maybe(r, decimal_cell(r, 20, 1), empty), maybe(r, str(r.randint(1, 9)), empty), maybe(r, r.choice(products), empty), maybe(r, closed(), empty))
            for _ in range(r.randint(least, most))]


def amounts(case):
    return [Fraction(row[0]) for row in case.rows if row[0] is not None]


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
def rounding_of_sums(r):
    """Commission on sales that a refund all but takes back: what is left of the sum has few good digits in binary."""
    data = [(decimal_cell(r, 90000, negative=False), decimal_cell(r, 1, 3, negative=False), None, None) for _ in range(r.randint(1, 5))]
    total = sum(Fraction(row[0]) * Fraction(row[1]) for row in data)
    rest = r.choice([Fraction(r.randint(1, 400), 200), Fraction(r.randint(1, 400), 100)])
    data.append((decimal_of(rest - total), "1", None, None))
    f = r.choice(["round", "round_up", "round_down"])
    return Case(f"{f}(sum(rows.amount * units), 2)", f"{SHEET_NAME[f]}(SUMPRODUCT({{amount}};{{units}});2)", {}, data, exact=True,
                differs="binary fractions", meant=rounded(rest, 2, f))


@kind
def rounding_to_digits(r):
    a = decimal_cell(r, 40000, 3)
    a = a if Fraction(a) else "1"
    return Case("round_sig(a, b)", "ROUND({a};{b}-1-INT(LOG10(ABS({a}))))", {"a": a, "b": str(r.randint(1, 4))}, exact=True)


@kind
def multiples(r):
    f, name, mended = r.choice([("ceil", "CEILING", "-{b}*INT(-{a}/{b})"), ("floor", "FLOOR", "{b}*INT({a}/{b})"), ("round_to", "MROUND", "{b}*ROUND({a}/{b};0)")])
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


# Looking up

def ladder(r):
    at = sorted(r.sample(range(1, 40), r.randint(2, 5)))
    return [(f"{decimal.Decimal(x) / 4:f}", str(r.randint(1, 99))) for x in at]


def asked(r, bounds):
    """A value at a bound, between two, or below or above all."""
    at = decimal.Decimal(r.choice(bounds)[0])
    return f"{at + r.choice([0, 0, decimal.Decimal('0.01'), decimal.Decimal('-0.01'), 3, -20]):f}"


LAST_REACHED = "IF(SUMPRODUCT(--({at_least}<={a}))=0;NA();SUMPRODUCT(({at_least}=SUMPRODUCT(MAX(({at_least}<={a})*{at_least})))*{rate}))"


@kind
def approximate_lookup(r):
    bounds = ladder(r)
    form = r.choice([("lookup_last(bounds, id, a).rate", "VLOOKUP({a};{bounds};2;TRUE())"), ("band(a)", "LOOKUP({a};{at_least};{rate})"),
                     ("band.tier(a)", "MATCH({a};{at_least};1)"), ("band(a)", "INDEX({rate};MATCH({a};{at_least};1))")])
    case = Case(*form, {"a": maybe(r, asked(r, bounds), 0.1)}, bounds=bounds)
    if case.cells["a"] is None:
        case.differs, case.meant = "an empty cell is not 0", EMPTY
    return case


@kind
def approximate_lookup_of_equal_keys(r):
    bounds = ladder(r)
    twice = r.randrange(len(bounds))
    bounds.insert(twice + 1, (bounds[twice][0], str(r.randint(100, 199))))
    form = r.choice([("lookup_last(bounds, id, a).rate", "VLOOKUP({a};{bounds};2;TRUE())"), ("band(a)", "VLOOKUP({a};{bounds};2;TRUE())")])
    case = Case(*form, {"a": asked(r, bounds)}, bounds=bounds)
    if form[0] == "band(a)":  # of a curve that contradicts itself no part is taken
        case.differs, case.meant = "equal keys", FAILED
        return case
    reached = [at for at, _ in bounds if Fraction(at) <= Fraction(case.cells["a"])]
    if reached and reached[-1] == bounds[twice][0]:
        case.differs, case.meant = "equal keys", FAILED
    return case


@kind
def approximate_lookup_unsorted(r):
    bounds = ladder(r)
    r.shuffle(bounds)
    return Case(*r.choice([("lookup_last(bounds, id, a).rate", "VLOOKUP({a};{bounds};2;TRUE())"), ("band(a)", "LOOKUP({a};{at_least};{rate})")]),
                {"a": asked(r, bounds)}, bounds=bounds, differs="unsorted bounds", mended=LAST_REACHED)


@kind
def approximate_lookup_of_differences(r):
    bounds = ladder(r)
    b = decimal_cell(r, 5, negative=False)
    a = f"{decimal.Decimal(asked(r, bounds)) + decimal.Decimal(b):f}"
    case = Case("lookup_last(bounds, id, a - b).rate", "VLOOKUP({a}-{b};{bounds};2;TRUE())", {"a": a, "b": b}, bounds=bounds)
    if Fraction(float(a) - float(b)) != Fraction(a) - Fraction(b):
        reached = [rate for at, rate in bounds if Fraction(at) <= Fraction(a) - Fraction(b)]
        case.differs, case.meant = "binary fractions", Fraction(reached[-1]) if reached else FAILED
    return case


def collated(text):
    """The order of a dictionary, as a sheet has it: letters before accents before case."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return plain, unicodedata.normalize("NFD", text.casefold()), text.swapcase()


@kind
def approximate_lookup_of_texts(r):
    words = r.sample(["A", "Delta", "M", "S", "b", "e", "m1", "É", "Z"], r.randint(2, 5))
    names = [(word, str(r.randint(1, 99))) for word in sorted(words, key=collated)]
    s = r.choice([*words, "C", "d", "N", "z", "É2"])
    case = Case("lookup_last(names, id, s).value", "VLOOKUP({s};{names};2;TRUE())", {"s": s}, names=names)
    reached = [(at, value) for at, value in names if at <= s]
    by_collation = [(at, value) for at, value in names if collated(at)[0] <= collated(s)[0]]
    if max(reached, default=None) != (by_collation[-1] if by_collation else None):
        case.differs, case.meant = "order of texts", Fraction(max(reached)[1]) if reached else FAILED
    return case


EXACT_LOOKUP = "IF(SUMPRODUCT(--EXACT({items_item};{s}))=0;NA();SUMPRODUCT(EXACT({items_item};{s})*{items_price}))"


@kind
def exact_lookup(r):
    s = r.choice(["A", "a", "a1", "A1", "B", "b", "X*", "Xy", "x?", "Zoë", "zoë", "7", "07", "Q", "Beta", "beta"])
    case = Case("lookup(items, s).price", r.choice(["VLOOKUP({s};{items};2;FALSE())", "INDEX({items_price};MATCH({s};{items_item};0))"]), {"s": s})
    if s == "Beta":
        case.differs, case.meant = "an empty cell is not 0", EMPTY
    elif "*" in s or "?" in s:
        case.differs, case.mended = "wildcards", EXACT_LOOKUP
    elif s not in [key for key, _ in ITEMS] or any(key != s and key.casefold() == s.casefold() for key, _ in ITEMS):
        case.differs, case.mended = "upper and lower case", EXACT_LOOKUP
    return case


@kind
def lookup_by_a_link(r):
    item = r.choice(["A", "a1", "b", "Xy", "Zoë", "07", "B", "Q"])
    case = Case("item.price * a", "VLOOKUP({item};{items};2;FALSE())*{a}", {"item": item, "a": decimal_cell(r, 9, 1)})
    if item == "B":
        case.differs, case.meant = "upper and lower case", FAILED
    return case


@kind
def first_of_equal_keys(r):
    s = r.choice(["A", "B", "C"])
    case = Case("first(rows.amount where product = s order by row)", "INDEX({amount};MATCH({s};{product};0))", {"s": s},
                rows(r, 2, 6, ["A", "B", "C"], 0.05))
    mine = [row[0] for row in case.rows if row[2] == s]
    if not mine:
        case.differs, case.meant = "no rows", EMPTY
    elif mine[0] is None:
        present = [value for value in mine if value is not None]
        case.differs, case.meant = "an empty cell is not 0", Fraction(present[0]) if present else EMPTY
    return case


# Criteria

AGGREGATES = [("sum(rows.amount where {w})", "SUMIFS({{amount}};{c})"), ("count(rows where {w})", "COUNTIFS({c})"),
              ("avg(rows.amount where {w})", "AVERAGEIFS({{amount}};{c})"), ("max(rows.amount where {w})", "MAXIFS({{amount}};{c})"),
              ("min(rows.amount where {w})", "MINIFS({{amount}};{c})")]


def with_criteria(r, where, criteria, cells, data, kept, differs="", condition=""):
    """An aggregate over the rows that are `kept`; where that is another set than the sheet takes, `differs` says why and `condition` is its mending."""
    which = r.randrange(len(AGGREGATES))
    plan, sheet = AGGREGATES[which]
    case = Case(plan.format(w=where), sheet.format(c=criteria).replace("{{", "{").replace("}}", "}"), cells, data)
    mine = [Fraction(row[0]) for row in data if kept(row) and row[0] is not None]
    if which >= 2 and not mine:
        case.differs, case.meant = "no rows", EMPTY
    elif differs:
        count = f"SUMPRODUCT(--({condition}))"
        total = f"SUMPRODUCT(({condition})*{{amount}})"
        case.differs = differs
        if which < 3:
            case.mended = [total, count, f"{total}/SUMPRODUCT(({condition})*ISNUMBER({{amount}}))"][which]
        else:
            case.meant = (max if plan.startswith("max") else min)(mine)
    return case


OPERATORS = {"=": lambda x, y: x == y, "<>": lambda x, y: x != y, "<": lambda x, y: x < y, "<=": lambda x, y: x <= y, ">": lambda x, y: x > y,
             ">=": lambda x, y: x >= y}


def compared(op, cell, y):
    return cell is not None and OPERATORS[op](cell, y)


def not_empty_differs(op, data, column):
    """`<>` of a sheet holds for empty cells too."""
    return "not equal, and empty" if op == "<>" and any(row[column] is None for row in data) else ""


@kind
def criteria_of_numbers(r):
    data = rows(r)
    op = r.choice(list(OPERATORS))
    a = r.choice([row[0] for row in data if row[0] is not None] or ["5"]) if r.random() < 0.6 else str(r.randint(-10, 10))
    return with_criteria(r, f"amount {op} a", f'{{amount}};"{op}"&{{a}}', {"a": a}, data, lambda row: row[0] is not None and compared(op, Fraction(row[0]), Fraction(a)),
                         not_empty_differs(op, data, 0), f"ISNUMBER({{amount}})*({{amount}}{op}{{a}})")


@kind
def criteria_of_texts(r):
    data = rows(r, 2, 7)
    op = r.choice(["=", "=", "<>"])
    s = r.choice(PRODUCTS)
    differs = not_empty_differs(op, data, 2)
    for row in data:
        if row[2] is not None and row[2] != s and row[2].casefold() == s.casefold():
            differs = "upper and lower case"
    if "*" in s or "?" in s:
        differs = "wildcards"
    criterion = r.choice(['"{op}"&{s}', '"{op}"&{s}', "{s}"]).replace("{op}", op) if op == "=" else '"<>"&{s}'
    sign = "=" if op == "=" else "<>"
    condition = "EXACT({product};{s})" if op == "=" else '({product}<>"")*NOT(EXACT({product};{s}))'
    # NOT gives one value for a whole range in some sheets: 1-x does not.
    condition = condition.replace("NOT(EXACT({product};{s}))", "(1-EXACT({product};{s}))")
    return with_criteria(r, f"product {sign} s", f"{{product}};{criterion}", {"s": s}, data, lambda row: compared(op, row[2], s), differs, condition)


@kind
def criteria_with_wildcards(r):
    data = rows(r, 2, 7, ["A", "AB", "Ab", "B", "CA", "CAB", "ab", "B", "C"])
    s = r.choice(["A", "B", "CA"])
    plan, sheet, kept = r.choice([("starts_with(product, s)", '{s}&"*"', str.startswith), ("ends_with(product, s)", '"*"&{s}', str.endswith),
                                  ("contains(product, s)", '"*"&{s}&"*"', str.__contains__)])
    exact = {"s": "EXACT(LEFT({product};LEN({s}));{s})", "e": "EXACT(RIGHT({product};LEN({s}));{s})", "c": "ISNUMBER(FIND({s};{product}))"}[plan[0]]
    folded = any(row[2] is not None and kept(row[2], s) != kept(row[2].casefold(), s.casefold()) for row in data)
    return with_criteria(r, plan, f"{{product}};{sheet}", {"s": s}, data, lambda row: row[2] is not None and kept(row[2], s), "upper and lower case" if folded else "", exact)


@kind
def criteria_of_digits(r):
    words = ["7", "07", "7.0", "A7", "1e1", "10"]
    data = rows(r, 2, 6, words)
    s = r.choice(["7", "07", "10"])
    return with_criteria(r, "product = s", r.choice(["{product};{s}", '{product};"="&{s}']), {"s": s}, data, lambda row: row[2] == s)


@kind
def criteria_of_dates(r):
    data = rows(r, 2, 7, times=True)
    d = r.choice([row[3][:10] for row in data if row[3]] or ["2026-10-10"]) if r.random() < 0.7 else day(r, "2026-10-01", 40)
    op = r.choice(list(OPERATORS))
    differs = not_empty_differs(op, data, 3)
    if any(row[3] and " " in row[3] and row[3][:10] == d for row in data):
        differs = "the time of day"
    return with_criteria(r, f"closed {op} d", f'{{closed}};"{op}"&{{d}}', {"d": d}, data, lambda row: row[3] is not None and compared(op, row[3][:10], d), differs,
                         f"ISNUMBER({{closed}})*(INT({{closed}}){op}{{d}})")


@kind
def criteria_of_empty_cells(r):
    data = rows(r, 1, 6, empty=0.4)
    return Case(*r.choice([("count(rows where is_missing(product))", "COUNTBLANK({product})"), ("count(rows where is_missing(product))", 'COUNTIFS({product};"=")'),
                           ("count(rows where not is_missing(product))", 'COUNTIFS({product};"<>")'), ("sum(rows.amount where is_missing(closed))", 'SUMIFS({amount};{closed};"=")'),
                           ("count(rows where is_missing(amount) or amount = 0)", 'COUNTBLANK({amount})+COUNTIFS({amount};0)')]), {}, data)


@kind
def several_criteria(r):
    data = rows(r, 3, 8, ["A", "B"])
    d, e = day(r, "2026-10-01", 12), day(r, "2026-10-25", 16)
    cells = {"a": str(r.randint(-5, 8)), "d": d, "e": e, "s": r.choice(["A", "B"])}
    return with_criteria(r, "closed between d and e and product = s and amount >= a", '{closed};">="&{d};{closed};"<="&{e};{product};{s};{amount};">="&{a}', cells, data,
                         lambda row: None not in (row[0], row[2], row[3]) and d <= row[3] <= e and row[2] == cells["s"] and Fraction(row[0]) >= Fraction(cells["a"]))


# Ranges

@kind
def ranges(r):
    """What aggregates give of a range with empty cells, and of an empty range."""
    data = rows(r, 0, 6, empty=0.3) if r.random() < 0.7 else []
    plan, sheet, over_nothing = r.choice([
        ("sum(rows.amount)", "SUM({amount})", Fraction(0)), ("count(rows.amount)", "COUNT({amount})", Fraction(0)),
        ("count(rows.product)", "COUNTA({product})", Fraction(0)), ("avg(rows.amount)", "AVERAGE({amount})", EMPTY),
        ("min(rows.amount)", "MIN({amount})", EMPTY), ("max(rows.amount)", "MAX({amount})", EMPTY), ("max(rows.closed)", "TEXT(MAX({closed});\"yyyy-mm-dd\")", EMPTY),
        ("median(rows.amount)", "MEDIAN({amount})", EMPTY), ("product(rows.amount)", "PRODUCT({amount})", Fraction(1)),
        ("count_distinct(rows.units)", "SUMPRODUCT(({units}<>\"\")/COUNTIF({units};{units}&\"\"))", Fraction(0)),
    ])
    case = Case(plan, sheet, {}, data)
    column = {"amount": 0, "units": 1, "product": 2, "closed": 3}[plan.partition(".")[2].rstrip(")")]
    if all(row[column] is None for row in data):
        case.differs, case.meant = "no rows", over_nothing
    return case


@kind
def statistics(r):
    data = rows(r, 2, 9, empty=0.15)
    p = r.choice(["0", "0.1", "0.25", "0.5", "0.75", "0.9", "1", "1.2", "-0.1", decimal_cell(r, 1, 3, negative=False)])
    k = str(r.randint(0, 6))
    plan, sheet = r.choice([("percentile(rows.amount, a)", "PERCENTILE.INC({amount};{a})"), ("percentile(rows.amount, a, 'exclusive')", "PERCENTILE.EXC({amount};{a})"),
                            ("median(rows.amount)", "MEDIAN({amount})"), ("nth_largest(rows.amount, b)", "LARGE({amount};{b})")])
    case = Case(plan, sheet, {"a": p, "b": k}, data)
    if not amounts(case) and "nth" not in plan:
        case.differs, case.meant = "no rows", EMPTY
    return case


@kind
def products_of_columns(r):
    data = rows(r, 1, 6, empty=0.15)
    plan, sheet = r.choice([("sum(rows.amount * units)", "SUMPRODUCT({amount};{units})"), ("weighted_avg(rows.amount, units)", "SUMPRODUCT({amount};{units})/SUM({units})"),
                            ("sum(rows.amount * units where product = 'C')", "SUMPRODUCT(({product}=\"C\")*{amount}*{units})")])
    case = Case(plan, sheet, {}, data)
    if plan.startswith("weighted"):
        if not [row for row in data if row[0] is not None and row[1] is not None]:
            case.differs, case.meant = "no rows", EMPTY
        elif any(row[0] is None and row[1] is not None for row in data):
            case.differs, case.mended = "a weight without a value", "SUMPRODUCT({amount};{units})/SUMPRODUCT(ISNUMBER({amount})*{units})"
    return case


@kind
def distinct_texts(r):
    data = rows(r, 1, 8, ["A", "a", "B", "C"], 0.15)
    case = Case("count_distinct(rows.product)", "SUMPRODUCT(({product}<>\"\")/COUNTIF({product};{product}&\"\"))", {}, data)
    if len({row[2] for row in data if row[2]}) != len({row[2].casefold() for row in data if row[2]}):
        case.differs, case.meant = "upper and lower case", Fraction(len({row[2] for row in data if row[2]}))
    elif not any(row[2] for row in data):
        case.differs, case.meant = "no rows", Fraction(0)
    return case


# Tiers

@kind
def marginal_tiers(r):
    steps = [0, *sorted(r.sample(range(1, 60), 2))]
    bounds = [(str(step * 1000), f"{decimal.Decimal(r.randint(2, 180)) / 1000:f}") for step in steps]
    a = decimal_cell(r, 70000, negative=r.random() < 0.3)
    total = sum((max(Fraction(a) - Fraction(at), 0) * (Fraction(rate) - Fraction(bounds[i - 1][1] if i else 0)) for i, (at, rate) in enumerate(bounds)), Fraction(0))
    case = Case("round(tiered(a), 2)", "ROUND(SUMPRODUCT(({a}>{at_least})*({a}-{at_least})*({rate}-{rate_before}));2)", {"a": a}, bounds=bounds, exact=True)
    if Fraction(a) < 0:
        case.differs, case.mended = "a refund below the first tier", "ROUND({a}*INDEX({rate};1);2)"
    else:
        case.differs, case.meant = "binary fractions", rounded(total, 2, "round")
    return case


@kind
def whole_amount_tiers(r):
    bounds = [("0", "0.01"), *((f"{decimal.Decimal(x) * 100:f}", f"{decimal.Decimal(r.randint(2, 180)) / 1000:f}") for x in sorted(r.sample(range(1, 600), 2)))]
    a = bounds[r.randrange(3)][0] if r.random() < 0.3 else decimal_cell(r, 70000, negative=False)
    return Case("whole(a)", "{a}*LOOKUP({a};{at_least};{rate})", {"a": a}, bounds=bounds)


# Dates

@kind
def dates(r):
    d, e, n = some_day(r), some_day(r), str(r.randint(-30, 30))
    date = 'TEXT({};"yyyy-mm-dd")'.format
    plan, sheet = r.choice([
        ("days_between(d, e)", "DAYS({e};{d})"), ("e - d", "{e}-{d}"), ("add_months(d, a)", date("EDATE({d};{a})")), ("end_of_month(add_months(d, a))", date("EOMONTH({d};{a})")),
        ("add_days(d, a * 1 days)", date("{d}+{a}")), ("start_of_month(d)", date("EOMONTH({d};-1)+1")), ("year(d)", "YEAR({d})"), ("month(d)", "MONTH({d})"),
        ("day(d)", "DAY({d})"), ("weekday(d)", "WEEKDAY({d};2)"), ("quarter(d)", "ROUNDUP(MONTH({d})/3;0)"),
    ])
    return Case(plan, sheet, {"d": d, "e": e, "a": n})


@kind
def working_days(r):
    d, e = day(r, "2025-12-20", 400), day(r, "2025-12-20", 400)
    return Case(*r.choice([("working_days(d, e)", "NETWORKDAYS({d};{e})"), ("working_days(d, e, holidays)", "NETWORKDAYS({d};{e};{holidays})")]), {"d": d, "e": e})


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
