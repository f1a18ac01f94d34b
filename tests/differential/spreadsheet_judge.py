#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""LibreOffice as the judge of what spreadsheets mean: random cases, each as a formula of a plan and as one of a sheet, compared value by value.

Run it by hand, with LibreOffice Calc at hand (apt-get install --no-install-recommends libreoffice-calc):

    ATTAIN_CLI=build/dev/src/attain python3 tests/differential/spreadsheet_judge.py --seed 1 --cases 500

Every case is either equal or shows a difference that has its name and its decision in docs/from-spreadsheets.md; anything else fails. What is
compared stands in spreadsheet_cases.py and spreadsheet_tables.py.
"""

import argparse
import collections
import csv
import decimal
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction
from xml.sax.saxutils import quoteattr

import spreadsheet_cases as cases
import spreadsheet_tables as gathered
from spreadsheet_cases import EMPTY, FAILED

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "from-spreadsheets.md"
SECTION = "Where a spreadsheet says something else"
CELLS = ["a", "b", "c", "d", "e", "s", "t", "item"]
COLUMNS = {"rows": ["amount", "units", "product", "closed"], "bounds": ["at_least", "rate"], "names": ["from", "value"]}
SHOWN = 12  # failures shown in full

PLAN = """\
attain = 1
[plan]
name = "Spreadsheet semantics"
currency = "CNY"

[tables.reps]
key = "id"
link = { item = "items?" }
columns = { formula = "text", a = "number?", b = "number?", c = "number?", d = "date?", e = "date?", s = "text?", t = "text?" }

[tables.rows]
key = "row"
link = { id = "reps" }
columns = { row = "number", amount = "number?", units = "number?", product = "text?", closed = "date?" }

[define.rows]
place = "rank(amount within id)"
place_averaged = "rank(amount within id, ties = 'average')"
standing = "percent_rank(amount within id)"
standing_exclusive = "percent_rank(amount, 'exclusive' within id)"
standing_of_a = "percent_rank_of(id.a, amount within id)"

[tables.bounds]
key = ["of", "at_least"]
columns = { of = "text", at_least = "number", rate = "number" }

[tables.tiers]
columns = { of = "text", at_least = "number", rate = "number" }

[tables.names]
key = ["of", "from"]
columns = { of = "text", from = "text", value = "number" }

[tables.items]
key = "item"
columns = { price = "number?" }

[tables.holidays]
columns = { holiday = "date" }

[curves.band]
kind = "step"
tiers = { table = "tiers", match = { of = "id" }, from = "at_least", value = "rate" }

[curves.tiered]
kind = "marginal"
tiers = { table = "tiers", match = { of = "id" }, from = "at_least", rate = "rate" }

[curves.whole]
kind = "whole-amount"
tiers = { table = "tiers", match = { of = "id" }, from = "at_least", rate = "rate" }
"""

# What files of OpenDocument call the functions that are meant as Excel has them.
FILE_NAMES = {name: f"COM.MICROSOFT.{name}" for name in ("CEILING", "FLOOR", "PERCENTILE.INC", "PERCENTILE.EXC", "MAXIFS", "MINIFS", "PERCENTRANK.INC", "PERCENTRANK.EXC", "RANK.EQ", "RANK.AVG")}

OPENING = """\
<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet>
<table:calculation-settings table:case-sensitive="false" table:search-criteria-must-apply-to-whole-cell="true" table:use-regular-expressions="false"
 table:use-wildcards="true"/>
"""


# The plan

def attain(chosen, folder):
    """The value of each case as the plan gives it."""
    numbers = {formula: number for number, formula in enumerate(sorted({c.plan for c in chosen}))}
    text = PLAN
    for formula, number in numbers.items():
        text += f"\n[[outputs]]\nname = \"f{number}\"\nplaces = 15\nvalue = '''if(formula = 'f{number}', {formula}, missing)'''\n"
    (folder / "plan.toml").write_text(text, encoding="utf-8")

    def write(name, header, lines):
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(["" if cell is None else cell for cell in line] for line in lines)

    write("reps", ["id", "formula", *CELLS], ([name(i), f"f{numbers[c.plan]}", *(c.cells.get(cell) for cell in CELLS)] for i, c in enumerate(chosen)))
    events = [(name(i), *row) for i, c in enumerate(chosen) for row in c.rows]
    write("rows", ["row", "id", *COLUMNS["rows"]], ((n, *row) for n, row in enumerate(events)))
    for table in ("bounds", "tiers"):  # for look-ups, and for curves
        write(table, ["of", *COLUMNS["bounds"]], ((name(i), *row) for i, c in enumerate(chosen) for row in c.bounds))
    write("names", ["of", *COLUMNS["names"]], ((name(i), *row) for i, c in enumerate(chosen) for row in c.names))
    write("items", ["item", "price"], gathered.ITEMS)
    write("holidays", ["holiday"], ([d] for d in cases.HOLIDAYS))
    command = [os.environ["ATTAIN_CLI"], "score", "plan.toml", "--output", "out.csv", "--issues", "issues.csv"]
    for table in ("reps", "rows", "bounds", "tiers", "names", "items", "holidays"):
        command += ["--table", f"{table}={table}.csv"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=300, check=False)
    if not (folder / "out.csv").exists():
        sys.exit(f"the plan was not scored:\n{done.stdout}{done.stderr}")
    blamed, lost = set(), set()
    for issue in read(folder / "issues.csv")[1:]:
        blamed.update(re.findall(r"\bC\d{4}\b", " ".join(issue)))
        if issue[4] == "item":  # one issue for all rows with this key
            lost.update(re.findall(r"'([^']*)'", issue[8]))
    header, *lines = read(folder / "out.csv")
    by_name = {line[0]: line for line in lines}
    result = []
    for i, c in enumerate(chosen):
        cell = by_name[name(i)][header.index(f"f{numbers[c.plan]}")]
        result.append(value(cell) if cell else FAILED if name(i) in blamed or c.cells.get("item") in lost else EMPTY)
    return result


# The sheet

def name(i):
    return f"C{i + 1:04}"


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def cell(content, formula=False):
    if content is None:
        return "<table:table-cell/>"
    if formula:
        return f"<table:table-cell table:formula={quoteattr(content)}/>"
    if re.fullmatch(r"\d{4}-\d\d-\d\d( .*)?", content):
        return f'<table:table-cell office:value-type="date" office:date-value="{content.replace(" ", "T")}"/>'
    if isinstance(content, Text):
        return f'<table:table-cell office:value-type="string" office:string-value={quoteattr(content)}/>'
    return f'<table:table-cell office:value-type="float" office:value="{content}"/>'


class Text(str):
    """A cell that holds a text, whatever it looks like."""


def as_text(content):
    return None if content is None else Text(content)


class Sheet:
    """Rows of cells; blocks have an empty row between them, and are at least one row high."""

    def __init__(self, title):
        self.title, self.rows = title, [[]]

    def block(self, rows):
        first = len(self.rows) + 1
        self.rows += rows or [[]]
        last = len(self.rows)
        self.rows.append([])
        return first, last

    def area(self, block, column, columns=1, up=0):
        left, right = "ABCDEFGH"[column], "ABCDEFGH"[column + columns - 1]
        return f"[${self.title}.${left}${block[0] - up}:.${right}${block[1] - up}]"

    def xml(self):
        lines = "".join(f"<table:table-row>{''.join(row) or cell(None)}</table:table-row>\n" for row in self.rows)
        return f'<table:table table:name="{self.title}">\n{lines}</table:table>\n'


def formula_of(text, places):
    text = re.sub(r"\{(\w+)\}", lambda found: places[found.group(1)], text)
    return "of:=" + re.sub(r"\b(" + "|".join(re.escape(f) for f in FILE_NAMES) + r")\(", lambda found: FILE_NAMES[found.group(1)] + "(", text)


def workbook(chosen):
    """The whole workbook: first a sheet with a row per case, its formula in A, the mended one in B, then its cells."""
    main, details = Sheet("cases"), {title: Sheet(title) for title in (*COLUMNS, "items", "holidays")}
    main.rows = []
    items = details["items"].block([[cell(Text(key)), cell(price)] for key, price in gathered.ITEMS])
    holidays = details["holidays"].block([[cell(day)] for day in cases.HOLIDAYS])
    shared = {"items": details["items"].area(items, 0, 2), "items_item": details["items"].area(items, 0), "items_price": details["items"].area(items, 1),
              "holidays": details["holidays"].area(holidays, 0)}
    for i, c in enumerate(chosen):
        places = dict(shared)
        for n, key in enumerate(CELLS):
            places[key] = f"[.{'CDEFGHIJ'[n]}{i + 1}]"
        texts = {"rows": (2,), "bounds": (), "names": (0,)}
        for title, columns in COLUMNS.items():
            content = [[cell(as_text(x) if n in texts[title] else x) for n, x in enumerate(row)] for row in getattr(c, title)]
            block = details[title].block(content)
            places[title] = details[title].area(block, 0, len(columns))
            for n, column in enumerate(columns):
                places[column] = details[title].area(block, n)
                places[column + "_before"] = details[title].area(block, n, up=1)
        mended = cell(formula_of(c.mended, places), True) if c.mended else cell(None)
        given = [cell(as_text(c.cells.get(key)) if key in ("s", "t", "item") else c.cells.get(key)) for key in CELLS]
        main.rows.append([cell(formula_of(c.sheet, places), True), mended, *given])
    return OPENING + main.xml() + "".join(sheet.xml() for sheet in details.values()) + "</office:spreadsheet></office:body></office:document>\n"


def libreoffice(chosen, folder):
    """For each case the value of the sheet's formula and of the mended one."""
    (folder / "cases.fods").write_text(workbook(chosen), encoding="utf-8")
    # Separator, quote, UTF-8, from line 1, no formats, en-US, unquoted texts, cells as they are and not as shown, no formulas.
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
               "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false", "cases.fods"]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=300, check=False)
    if not (folder / "cases.csv").exists():
        sys.exit(f"LibreOffice did not convert the sheet:\n{done.stdout}{done.stderr}")
    lines = [[*line, ""] for line in read(folder / "cases.csv")[: len(chosen)]]
    return [value(line[0]) for line in lines], [value(line[1]) for line in lines]


# The judgement

def value(text):
    """A cell as a number, a truth value, a text, or a word for none."""
    if text == "":
        return EMPTY
    if text in ("#DIV/0!", "#N/A", "#NUM!", "#VALUE!", "Err:502", "Err:504"):  # others, as #NAME?, are mistakes of a formula here
        return FAILED
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        return Fraction(decimal.Decimal(text))
    except decimal.InvalidOperation:
        return text


def equal(x, y, exact):
    if isinstance(x, Fraction) and isinstance(y, Fraction) and not exact:
        return abs(x - y) <= Fraction(1, 10**9) * max(abs(x), abs(y), 1)
    return type(x) is type(y) and x == y


def shown(x):
    return f"{float(x):.15g}" if isinstance(x, Fraction) else x.value if isinstance(x, cases.NoValue) else repr(x)


def listed():
    """The names of the differences in the reference: the first column of the table of its section."""
    section = PAGE.read_text(encoding="utf-8").partition(f"## {SECTION}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| \*\*([^*]+)\*\* \|", section, re.M)


def main():
    parser = argparse.ArgumentParser(description="Compares formulas of plans with those of spreadsheets, computed by LibreOffice.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--keep", metavar="FOLDER", help="leave plan, data and workbook there")
    arguments = parser.parse_args()
    if not os.environ.get("ATTAIN_CLI"):
        sys.exit("ATTAIN_CLI must name the program to judge")
    if not shutil.which("soffice"):
        sys.exit("no soffice: apt-get install --no-install-recommends libreoffice-calc")
    os.environ["ATTAIN_CLI"] = os.path.abspath(os.environ["ATTAIN_CLI"])
    r = random.Random(arguments.seed)
    kinds = [cases.KINDS[i % len(cases.KINDS)] for i in range(arguments.cases)]
    chosen = [kind(r) for kind in kinds]
    with tempfile.TemporaryDirectory(prefix="attain") as holder:
        folder = pathlib.Path(arguments.keep or holder)
        folder.mkdir(parents=True, exist_ok=True)
        ours = attain(chosen, folder)
        theirs, mended = libreoffice(chosen, folder)
    counts, differences, failures = collections.defaultdict(collections.Counter), collections.Counter(), []
    names = listed()
    for i, (kind, case) in enumerate(zip(kinds, chosen)):
        meant = mended[i] if case.mended else case.meant
        if equal(ours[i], theirs[i], case.exact):
            verdict = "equal"
        elif case.differs in names and equal(ours[i], meant, case.exact):
            verdict = "differs"
            differences[case.differs] += 1
        else:
            verdict = "fails"
            failures.append(f"{name(i)} {kind.__name__}: plan {case.plan} gives {shown(ours[i])}; sheet {case.sheet} gives {shown(theirs[i])}"
                            + (f"; {case.differs}: {case.mended} {shown(meant)}" if case.differs else "")
                            + "".join(f"\n    {part} {getattr(case, part)}" for part in ("cells", "rows", "bounds", "names") if getattr(case, part)))
        counts[kind.__name__][verdict] += 1
    print(f"seed {arguments.seed}, {arguments.cases} cases")
    print(f"{'kind':36} equal  differs  fails")
    for kind, count in counts.items():
        print(f"{kind:36} {count['equal']:5} {count['differs']:8} {count['fails']:6}")
    total = sum(counts.values(), collections.Counter())
    print(f"{'all':36} {total['equal']:5} {total['differs']:8} {total['fails']:6}\n")
    for difference in names:
        print(f"{difference:36} {differences[difference]:5}")
    for failure in failures[:SHOWN]:
        print(f"FAILED {failure}")
    if len(failures) > SHOWN:
        print(f"and {len(failures) - SHOWN} more")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
