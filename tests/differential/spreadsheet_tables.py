# SPDX-License-Identifier: Apache-2.0
"""The kinds of cases of spreadsheet_judge.py that look up, gather rows or climb tiers; spreadsheet_cases.py says how a kind is written."""

import decimal
import unicodedata
from fractions import Fraction

from spreadsheet_cases import EMPTY, FAILED, SHEET_NAME, Case, Row, day, decimal_cell, decimal_of, kind, maybe, rounded

# Everybody's prices: the same for all cases.
ITEMS = [("A", "10"), ("a1", "11.5"), ("A1", "12"), ("b", "20"), ("Beta", None), ("X*", "30"), ("Xy", "31"), ("Zoë", "40"), ("7", "50"), ("07", "51")]
PRODUCTS = ["A", "a", "B", "b", "AB", "Ab", "C", "CA", "A*", "B?"]


def rows(r, least=1, most=6, products=PRODUCTS, empty=0.2, times=False):
    def closed():
        d = day(r, "2026-10-01", 40)
        return f"{d} {r.randint(1, 23):02}:30:00" if times and r.random() < 0.5 else d

    return [Row(maybe(r, decimal_cell(r, 20, 1), empty), maybe(r, str(r.randint(1, 9)), empty), maybe(r, r.choice(products), empty), maybe(r, closed(), empty))
            for _ in range(r.randint(least, most))]


def amounts(case):
    return [Fraction(row.amount) for row in case.rows if row.amount is not None]


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
    mine = [row.amount for row in case.rows if row.product == s]
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
    case = Case(plan.format(w=where), sheet.format(c=criteria), cells, data)
    mine = [Fraction(row.amount) for row in data if kept(row) and row.amount is not None]
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
    return "not equal, and empty" if op == "<>" and any(getattr(row, column) is None for row in data) else ""


@kind
def criteria_of_numbers(r):
    data = rows(r)
    op = r.choice(list(OPERATORS))
    a = r.choice([row.amount for row in data if row.amount is not None] or ["5"]) if r.random() < 0.6 else str(r.randint(-10, 10))
    return with_criteria(r, f"amount {op} a", f'{{amount}};"{op}"&{{a}}', {"a": a}, data,
                         lambda row: row.amount is not None and compared(op, Fraction(row.amount), Fraction(a)),
                         not_empty_differs(op, data, "amount"), f"ISNUMBER({{amount}})*({{amount}}{op}{{a}})")


@kind
def criteria_of_texts(r):
    data = rows(r, 2, 7)
    op = r.choice(["=", "=", "<>"])
    s = r.choice(PRODUCTS)
    differs = not_empty_differs(op, data, "product")
    for row in data:
        if row.product is not None and row.product != s and row.product.casefold() == s.casefold():
            differs = "upper and lower case"
    if "*" in s or "?" in s:
        differs = "wildcards"
    criterion = r.choice(['"="&{s}', "{s}"]) if op == "=" else '"<>"&{s}'
    condition = "EXACT({product};{s})" if op == "=" else '({product}<>"")*(1-EXACT({product};{s}))'
    return with_criteria(r, f"product {op} s", f"{{product}};{criterion}", {"s": s}, data, lambda row: compared(op, row.product, s), differs, condition)


@kind
def criteria_with_wildcards(r):
    data = rows(r, 2, 7, ["A", "AB", "Ab", "B", "CA", "CAB", "ab", "B", "C"])
    s = r.choice(["A", "B", "CA"])
    plan, sheet, kept = r.choice([("starts_with(product, s)", '{s}&"*"', str.startswith), ("ends_with(product, s)", '"*"&{s}', str.endswith),
                                  ("contains(product, s)", '"*"&{s}&"*"', str.__contains__)])
    exact = {"s": "EXACT(LEFT({product};LEN({s}));{s})", "e": "EXACT(RIGHT({product};LEN({s}));{s})", "c": "ISNUMBER(FIND({s};{product}))"}[plan[0]]
    folded = any(row.product is not None and kept(row.product, s) != kept(row.product.casefold(), s.casefold()) for row in data)
    return with_criteria(r, plan, f"{{product}};{sheet}", {"s": s}, data, lambda row: row.product is not None and kept(row.product, s),
                         "upper and lower case" if folded else "", exact)


@kind
def criteria_of_digits(r):
    words = ["7", "07", "7.0", "A7", "1e1", "10"]
    data = rows(r, 2, 6, words)
    s = r.choice(["7", "07", "10"])
    return with_criteria(r, "product = s", r.choice(["{product};{s}", '{product};"="&{s}']), {"s": s}, data, lambda row: row.product == s)


@kind
def criteria_of_dates(r):
    data = rows(r, 2, 7, times=True)
    d = r.choice([row.closed[:10] for row in data if row.closed] or ["2026-10-10"]) if r.random() < 0.7 else day(r, "2026-10-01", 40)
    op = r.choice(list(OPERATORS))
    differs = not_empty_differs(op, data, "closed")
    if any(row.closed and " " in row.closed and row.closed[:10] == d for row in data):
        differs = "the time of day"
    return with_criteria(r, f"closed {op} d", f'{{closed}};"{op}"&{{d}}', {"d": d}, data,
                         lambda row: row.closed is not None and compared(op, row.closed[:10], d), differs, f"ISNUMBER({{closed}})*(INT({{closed}}){op}{{d}})")


@kind
def criteria_of_empty_cells(r):
    data = rows(r, 1, 6, empty=0.4)
    form = r.choice([
        ("count(rows where is_missing(product))", "COUNTBLANK({product})"), ("count(rows where is_missing(product))", 'COUNTIFS({product};"=")'),
        ("count(rows where not is_missing(product))", 'COUNTIFS({product};"<>")'),
        ("sum(rows.amount where is_missing(closed))", 'SUMIFS({amount};{closed};"=")'),
        ("count(rows where is_missing(amount) or amount = 0)", 'COUNTBLANK({amount})+COUNTIFS({amount};0)'),
    ])
    return Case(*form, {}, data)


@kind
def several_criteria(r):
    data = rows(r, 3, 8, ["A", "B"])
    d, e = day(r, "2026-10-01", 12), day(r, "2026-10-25", 16)
    cells = {"a": str(r.randint(-5, 8)), "d": d, "e": e, "s": r.choice(["A", "B"])}
    where, criteria = "closed between d and e and product = s and amount >= a", '{closed};">="&{d};{closed};"<="&{e};{product};{s};{amount};">="&{a}'

    def kept(row):
        if None in (row.amount, row.product, row.closed):
            return False
        return d <= row.closed <= e and row.product == cells["s"] and Fraction(row.amount) >= Fraction(cells["a"])

    return with_criteria(r, where, criteria, cells, data, kept)


# Ranges

@kind
def rounding_of_sums(r):
    """Commission on sales that a refund all but takes back: what is left of the sum has few good digits in binary."""
    data = [Row(decimal_cell(r, 90000, negative=False), decimal_cell(r, 1, 3, negative=False)) for _ in range(r.randint(1, 5))]
    total = sum(Fraction(row.amount) * Fraction(row.units) for row in data)
    rest = r.choice([Fraction(r.randint(1, 400), 200), Fraction(r.randint(1, 400), 100)])
    data.append(Row(decimal_of(rest - total), "1"))
    f = r.choice(["round", "round_up", "round_down"])
    return Case(f"{f}(sum(rows.amount * units), 2)", f"{SHEET_NAME[f]}(SUMPRODUCT({{amount}};{{units}});2)", {}, data, exact=True,
                differs="binary fractions", meant=rounded(rest, 2, f))


@kind
def ranges(r):
    """What aggregates give of a range with empty cells, and of an empty range."""
    data = rows(r, 0, 6, empty=0.3) if r.random() < 0.7 else []
    plan, sheet, over_nothing = r.choice([
        ("sum(rows.amount)", "SUM({amount})", Fraction(0)), ("count(rows.amount)", "COUNT({amount})", Fraction(0)),
        ("count(rows.product)", "COUNTA({product})", Fraction(0)), ("avg(rows.amount)", "AVERAGE({amount})", EMPTY),
        ("min(rows.amount)", "MIN({amount})", EMPTY), ("max(rows.amount)", "MAX({amount})", EMPTY),
        ("max(rows.closed)", "TEXT(MAX({closed});\"yyyy-mm-dd\")", EMPTY),
        ("median(rows.amount)", "MEDIAN({amount})", EMPTY), ("product(rows.amount)", "PRODUCT({amount})", Fraction(1)),
        ("count_distinct(rows.units)", "SUMPRODUCT(({units}<>\"\")/COUNTIF({units};{units}&\"\"))", Fraction(0)),
    ])
    case = Case(plan, sheet, {}, data)
    column = plan.partition(".")[2].rstrip(")")
    if all(getattr(row, column) is None for row in data):
        case.differs, case.meant = "no rows", over_nothing
    return case


@kind
def statistics(r):
    data = rows(r, 2, 9, empty=0.15)
    p = r.choice(["0", "0.1", "0.25", "0.5", "0.75", "0.9", "1", "1.2", "-0.1", decimal_cell(r, 1, 3, negative=False)])
    k = str(r.randint(0, 6))
    plan, sheet = r.choice([("percentile(rows.amount, a)", "PERCENTILE.INC({amount};{a})"),
                            ("percentile(rows.amount, a, 'exclusive')", "PERCENTILE.EXC({amount};{a})"),
                            ("median(rows.amount)", "MEDIAN({amount})"), ("nth_largest(rows.amount, b)", "LARGE({amount};{b})")])
    case = Case(plan, sheet, {"a": p, "b": k}, data)
    if not amounts(case) and "nth" not in plan:
        case.differs, case.meant = "no rows", EMPTY
    return case


@kind
def places(r):
    data = rows(r, 2, 9, empty=0.15)
    if data[0].amount is None:
        data[0] = data[0]._replace(amount=decimal_cell(r))
    if len(data) > 2 and r.random() < 0.4:  # equal rows
        data[-1] = data[-1]._replace(amount=data[0].amount)
    plan, sheet = r.choice([("first(rows.place order by row)", "RANK.EQ({a};{amount})"), ("first(rows.place_averaged order by row)", "RANK.AVG({a};{amount})"),
                            ("first(rows.standing order by row)", "PERCENTRANK.INC({amount};{a};14)"),
                            ("first(rows.standing_exclusive order by row)", "PERCENTRANK.EXC({amount};{a};14)"),
                            ("first(rows.standing_of_a order by row)", "PERCENTRANK.INC({amount};{a};14)")])
    asked_for = data[0].amount
    if "_of_a" in plan:
        found = sorted(Fraction(row.amount) for row in data if row.amount is not None)
        middle = (found[0] + found[-1]) / 2
        asked_for = str(decimal.Decimal(middle.numerator) / decimal.Decimal(middle.denominator))
    return Case(plan, sheet, {"a": asked_for}, data)


@kind
def products_of_columns(r):
    data = rows(r, 1, 6, empty=0.15)
    plan, sheet = r.choice([("sum(rows.amount * units)", "SUMPRODUCT({amount};{units})"),
                            ("weighted_avg(rows.amount, units)", "SUMPRODUCT({amount};{units})/SUM({units})"),
                            ("sum(rows.amount * units where product = 'C')", "SUMPRODUCT(({product}=\"C\")*{amount}*{units})")])
    case = Case(plan, sheet, {}, data)
    if plan.startswith("weighted"):
        if not [row for row in data if row.amount is not None and row.units is not None]:
            case.differs, case.meant = "no rows", EMPTY
        elif any(row.amount is None and row.units is not None for row in data):
            case.differs, case.mended = "a weight without a value", "SUMPRODUCT({amount};{units})/SUMPRODUCT(ISNUMBER({amount})*{units})"
    return case


@kind
def distinct_texts(r):
    data = rows(r, 1, 8, ["A", "a", "B", "C"], 0.15)
    case = Case("count_distinct(rows.product)", "SUMPRODUCT(({product}<>\"\")/COUNTIF({product};{product}&\"\"))", {}, data)
    if len({row.product for row in data if row.product}) != len({row.product.casefold() for row in data if row.product}):
        case.differs, case.meant = "upper and lower case", Fraction(len({row.product for row in data if row.product}))
    elif not any(row.product for row in data):
        case.differs, case.meant = "no rows", Fraction(0)
    return case


# Tiers

@kind
def marginal_tiers(r):
    steps = [0, *sorted(r.sample(range(1, 60), 2))]
    bounds = [(str(step * 1000), f"{decimal.Decimal(r.randint(2, 180)) / 1000:f}") for step in steps]
    a = decimal_cell(r, 70000, negative=r.random() < 0.3)
    total, before = Fraction(0), Fraction(0)
    for at, rate in bounds:
        total += max(Fraction(a) - Fraction(at), 0) * (Fraction(rate) - before)
        before = Fraction(rate)
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
