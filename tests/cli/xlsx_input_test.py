# SPDX-License-Identifier: Apache-2.0
"""Tests of reading Excel workbooks: the same results as from CSV files, whoever wrote the workbook."""

import html
import subprocess
import tempfile
import zipfile

import support
from support import HEADER, R1, R2

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

# Styles by number: 0 general, 1 a date, 2 a percentage, 3 a date of its own, 4 elapsed time.
STYLES = (f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
          '<numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
          '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>')

REPS = [["rep", "Name", "quota", "bonus_share", "active", "joined"],
        ["R1", "王芳", 1000, (0.05, 2), True, (46027, 1)],
        ["R2", 'Roe, "JJ"', 500, 0.25, False, None]]
DEALS = [["deal", "rep", "amount", "closed", "note"],
         ["D1", "R1", 600, (46300, 1), None],
         ["D2", "R1", 600.5, (46326.75, 3), "two\nlines"],
         ["D3", "R2", 250, "2026-10-01", "x"],
         ["D4", "R2", 100, "2026/11/1", "y"]]


def cell_xml(at, cell, texts):
    value, style = cell if isinstance(cell, tuple) else (cell, 0)
    if value is None:
        return f'<c r="{at}" s="{style}"/>'
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{at}" s="{style}"><v>{value!r}</v></c>'
    if value.startswith("#"):
        return f'<c r="{at}" t="e"><v>{value}</v></c>'
    if texts is None:
        return f'<c r="{at}" t="inlineStr"><is><t>{html.escape(value)}</t></is></c>'
    texts.append(value)
    return f'<c r="{at}" t="s"><v>{len(texts) - 1}</v></c>'


def sheet_xml(rows, texts, first_row=1):
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>'
    for r, row in enumerate(rows, first_row):
        xml += f'<row r="{r}">' + "".join(cell_xml(f"{chr(65 + c)}{r}", cell, texts) for c, cell in enumerate(row)) + "</row>"
    return xml + "</sheetData></worksheet>"


def workbook(path, sheets, inline=False, properties="", hidden=()):
    texts = None if inline else []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        links = listed = ""
        for n, (name, content) in enumerate(sheets.items(), 1):
            xml = content if isinstance(content, str) else sheet_xml(content, texts)
            book.writestr(f"xl/worksheets/sheet{n}.xml", xml)
            links += f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            listed += f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>')
        book.writestr("xl/styles.xml", STYLES)
        if texts is not None:
            parts = "".join(f"<si><r><t>{html.escape(t[:1])}</t></r><r><t>{html.escape(t[1:])}</t></r><rPh><t>?</t></rPh></si>" for t in texts)
            book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{parts}</sst>')


class XlsxInput(support.CliTest):
    def score_book(self, reps="book.xlsx#reps", deals="book.xlsx#deals"):
        return self.run_cli("score", "plan.toml", "--table", f"reps={reps}", "--table", f"deals={deals}")

    def assert_clean(self, outcome):
        self.assertEqual(outcome.rows, [HEADER, R1, R2], outcome.stderr)
        self.assertEqual(outcome.code, 0)

    def book(self, name="book.xlsx", **how):
        workbook(self.directory / name, {"reps": REPS, "deals": DEALS}, **how)

    def test_the_same_as_from_csv(self):
        for inline in (False, True):
            with self.subTest(inline=inline):
                self.book(inline=inline)
                self.assert_clean(self.score_book())

    def test_a_workbook_is_not_replaced_by_the_results(self):
        self.book()
        outcome = self.run_cli("score", "plan.toml", "--table", "reps=book.xlsx#reps", "--table", "deals=deals.csv", "--output", "./book.xlsx")
        self.assertEqual(outcome.code, 2)
        self.assertIn("--output ./book.xlsx would replace the data of `reps`", outcome.stderr)

    def test_beside_csv_and_without_a_sheet(self):
        workbook(self.directory / "Book.XLSX", {"only": REPS, "other": DEALS}, hidden=("other",))
        self.assert_clean(self.score_book("Book.XLSX", "deals.csv"))

    def test_numbers_are_not_written_with_the_marks_of_the_plan(self):
        marks = 'csv = { encoding = "gb18030", delimiter = ";", thousands = ".", decimal = ",", date = "DD.MM.YYYY" }\n'
        self.write("plan.toml", support.PLAN.replace('date = "closed"\n', 'date = "closed"\n' + marks))
        rows = [r[:] for r in DEALS]
        rows[3][2], rows[3][3] = "0.250,0", "1.10.2026"
        workbook(self.directory / "book.xlsx", {"reps": REPS, "deals": rows})
        self.assert_clean(self.score_book())

    def test_days_counted_from_1904(self):
        shift = lambda cell: (cell[0] - 1462, cell[1]) if isinstance(cell, tuple) and cell[1] in (1, 3) else cell
        rows = {name: [[shift(c) for c in row] for row in sheet] for name, sheet in (("reps", REPS), ("deals", DEALS))}
        workbook(self.directory / "book.xlsx", rows, properties='<workbookPr date1904="1"/>')
        self.assert_clean(self.score_book())

    def test_the_noise_of_doubles_is_not_read(self):
        rows = [r[:] for r in DEALS]
        rows[2][2] = 600.5000000000001
        workbook(self.directory / "book.xlsx", {"reps": REPS, "deals": rows})
        self.assert_clean(self.score_book())

    def test_notes_beside_the_table_and_rows_of_nothing(self):
        rows = [DEALS[0]] + [[]] + [r + [None, "a remark"] for r in DEALS[1:]] + [[None, None, None]]
        workbook(self.directory / "book.xlsx", {"reps": REPS, "deals": [[None]] + rows})
        self.assert_clean(self.score_book())

    def test_what_is_wrong_has_its_row(self):
        rows = [r[:] for r in DEALS]
        rows[3][2], rows[1][3], rows[2][2] = "#N/A", 46300, (1.5, 4)
        workbook(self.directory / "book.xlsx", {"reps": REPS, "deals": rows})
        outcome = self.score_book()
        self.assertEqual(outcome.code, 1)
        self.assertIn("line 4, D3: `amount` cannot be read: '#N/A'", outcome.stderr)
        self.assertIn("line 2, D1: `closed` cannot be read: '46300'", outcome.stderr)

    def test_a_missing_column(self):
        workbook(self.directory / "book.xlsx", {"reps": REPS, "deals": [["Deal", *DEALS[0][1:]]] + DEALS[1:]})
        self.assertIn("`book.xlsx#deals` has no column `deal`; is it `Deal`?", " ".join(self.score_book().stderr.split()))

    def test_wrong_usage(self):
        self.book()
        for path, words in (("book.xlsx#Deals", "`book.xlsx` has no sheet `Deals`; did you mean `deals`?"),
                            ("book.xlsx#x", "name one of `reps`, `deals` behind a #: book.xlsx#reps"),
                            ("book.xlsx", "`book.xlsx` has several sheets; name one of"),
                            ("none.xlsx#deals", "No such file")):
            outcome = self.score_book(deals=path)
            self.assertEqual(outcome.code, 2, path)
            self.assertIn(words, outcome.stderr)

    def test_files_that_are_no_workbook(self):
        self.book()
        whole = (self.directory / "book.xlsx").read_bytes()
        cases = [b"", b"deal,rep\n", b"\xd0\xcf\x11\xe0" + b"x" * 600, whole[:-30], whole[:200] + whole[-200:]]
        with zipfile.ZipFile(self.directory / "other.xlsx", "w") as other:
            other.writestr("word/document.xml", "<x/>")
        cases.append((self.directory / "other.xlsx").read_bytes())
        for n, content in enumerate(cases):
            with self.subTest(n):
                self.write("book.xlsx", content)
                outcome = self.score_book(reps="reps.csv")
                self.assertEqual(outcome.code, 2)
                self.assertIn("cannot read `book.xlsx`", outcome.stderr)

    def test_a_damaged_sheet(self):
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)) + "]><x>&j;</x>"
        for xml in ("<worksheet><sheetData>", "no xml", bomb, sheet_xml(DEALS, None)[:-20]):
            with self.subTest(xml[:30]):
                workbook(self.directory / "book.xlsx", {"reps": REPS, "deals": xml})
                outcome = self.score_book()
                self.assertEqual(outcome.code, 2)
                self.assertIn("is damaged", outcome.stderr)

    def test_a_workbook_under_another_name(self):
        self.book("deals.csv")
        outcome = self.score()
        self.assertEqual(outcome.code, 1)
        self.assertIn("end its name with .xlsx", " ".join(outcome.stderr.split()))


def is_built_in():
    """Whether the program can read workbooks at all, which it says of any file."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as empty, tempfile.NamedTemporaryFile(suffix=".toml") as plan:
        plan.write(support.PLAN.encode())
        plan.flush()
        done = subprocess.run([support.PROGRAM, "score", plan.name, "--table", f"reps={empty.name}"], capture_output=True, encoding="utf-8", check=False)
        return "was built without" not in done.stderr


if __name__ == "__main__":
    if support.PROGRAM and not is_built_in():
        print("skipped: built without libzip and expat")
        raise SystemExit(0)
    support.main()
