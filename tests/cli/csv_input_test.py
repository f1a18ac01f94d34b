# SPDX-License-Identifier: Apache-2.0
"""Tests of reading CSV files: what is read however it is written, and an issue for all that cannot be read."""

import support
from support import DEALS, HEADER, R1, R2, REPS

CLEAN = [HEADER, R1, R2]


def without(row, *names):
    """The row with nothing under these names."""
    return ["" if name in names else value for name, value in zip(HEADER, row)]


def nothing(row):
    return row[:1] + [""] * (len(row) - 1)


PAY = ("sales.actual", "sales.attainment", "sales.score", "sales.points", "score", "grade", "commission", "payout")

# However a file is written, the same results without an issue (but for the deal outside the period).
SAME = [
    ("byte order mark", {"reps.csv": "\ufeff" + REPS}),
    ("CR LF", {"reps.csv": REPS.replace("\n", "\r\n"), "deals.csv": DEALS.replace("\n", "\r\n")}),
    ("CR alone", {"reps.csv": REPS.replace("\n", "\r")}),
    ("last line without an end", {"reps.csv": REPS.rstrip("\n")}),
    ("blank lines", {"reps.csv": "\n\n" + REPS.replace("\nR2", "\n\n   \nR2") + "\n\n"}),
    ("quotes everywhere", {"deals.csv": 'deal,rep,amount,closed,note\n"D1","R1","600","2026-10-05",""\n"D2","R1","600.50","2026-10-31",""\n"D3","R2","250","2026-10-01","a ""b"""\n"D4","R2","1","2025-10-01",""\n'}),
    ("blanks around values", {"reps.csv": REPS.replace("R1,王芳,1000", " R1 ,\u3000王芳\u00a0, 1000\t").replace("quota", " quota ")}),
    ("blanks around quoted values", {"deals.csv": DEALS.replace("D3,R2", ' "D3" , "R2 "')}),
    ("the second header of a column", {"reps.csv": REPS.replace("Name", "姓名")}),
    ("a header that is not NFC", {"reps.csv": REPS.replace("Name", "姓名"), "deals.csv": DEALS.replace("note", "e\u0301")}, "note"),
    ("columns in another order, and more of them", {"deals.csv": "x,closed,amount,x,rep,deal,note\n1,2026-10-05,600,2,R1,D1,\n1,2026-10-31,600.50,2,R1,D2,\n1,2026-10-01,250,2,R2,D3,\n,2026-11-01,5,,R1,D9,\n"}),
    ("numbers in other forms", {"deals.csv": DEALS.replace("600,", "6.00E2,").replace("250", "+250.000")}),
    ("dates in other forms", {"deals.csv": DEALS.replace("2026-10-05", "2026/10/5")}),
    ("booleans in other forms", {"reps.csv": REPS.replace("是", "TRUE").replace("no", "0")}),
]

# What is wrong, the files, the results, and the issues: severity, code, table, key (None: not compared), column, line.
WRONG = [
    ("too few fields", {"deals.csv": DEALS + "D5,R2,10\n"}, CLEAN, [("error", "A5009", "deals", "D5", "", "7")]),
    ("too many fields", {"deals.csv": DEALS + "D5,R2,10,2026-10-02,x,y\n"}, CLEAN, [("error", "A5008", "deals", "D5", "", "7")]),
    ("lines are counted inside quotes", {"deals.csv": DEALS + '"D5","R2","1\n\n'}, CLEAN, [("error", "A5010", "deals", "D5", "", "7")]),
    ("text behind a closing quote", {"deals.csv": DEALS.replace("D4,R2", 'D4,"R2"x')}, CLEAN, [("error", "A5004", "deals", "D4", "", "6")]),
    ("a quote in a plain field", {"deals.csv": DEALS.replace("250,2026-10-01,x", '250,2026-10-01,5" pipe')}, CLEAN, [("warning", "A5004", "deals", "", "", "5")]),
    ("rows of nothing", {"deals.csv": DEALS + ",,,,\n , , , ,\n"}, CLEAN, [("note", "A5031", "deals", "", "", "7")]),
    ("an amount that is no number", {"deals.csv": DEALS.replace("250", "12,3x".replace(",", ""))}, [HEADER, R1, without(R2, *PAY)], [("error", "A5004", "deals", "D3", "amount", "5")]),
    ("thousands separators", {"deals.csv": DEALS.replace("250", '"1,250"')}, [HEADER, R1, without(R2, *PAY)], [("error", "A5004", "deals", "D3", "amount", "5")]),
    ("a percentage that is no ratio", {"reps.csv": REPS.replace("500", "5%")}, [HEADER, R1, without(R2, "sales.target", *PAY[1:6])], [("error", "A5004", "reps", "R2", "quota", "3")]),
    ("an empty cell", {"reps.csv": REPS.replace("500", "")}, [HEADER, R1, without(R2, "sales.target", *PAY[1:6])], [("error", "A5005", "reps", "R2", "quota", "3")]),
    ("an optional cell that cannot be read", {"reps.csv": REPS.replace("2026/1/5", "2026/2/30")}, [HEADER, without(R1, "since"), R2], [("warning", "A5004", "reps", None, "joined", "2")]),
    ("a blank word of the column", {"reps.csv": REPS.replace("是", "N/A")}, [HEADER, without(R1, "works"), R2], []),
    ("a blank word of another column", {"reps.csv": REPS.replace("5%", "N/A")}, [HEADER, without(R1, "share"), R2], [("warning", "A5004", "reps", None, "bonus_share", "2")]),
    ("bytes that are not UTF-8", {"reps.csv": REPS.encode().replace("王芳".encode(), b"Ren\xe9e")}, [HEADER, without(R1, "who"), R2], [("warning", "A5011", "reps", None, "person", "2")]),
    ("control characters in a text", {"reps.csv": REPS.encode().replace("王芳".encode(), b"A\0B\x1fC\tD")}, [HEADER, without(R1, "who"), R2], [("warning", "A5004", "reps", None, "person", "2")]),
    ("a key twice", {"reps.csv": REPS + "R2,Other,5,,,\n"}, [HEADER, R1, nothing(R2), nothing(R2)], [("error", "A5006", "reps", "R2", "", "3")]),
    ("an orphan", {"deals.csv": DEALS + "D5,R11,10,2026-10-02,\n"}, CLEAN, [("warning", "A5007", "deals", "D5", "rep", "7")]),
    ("a missing column", {"deals.csv": DEALS.replace("amount", "amuont")}, [HEADER, without(R1, *PAY), without(R2, *PAY)], [("error", "A5003", "deals", "", "amount", "1")]),
    ("a header twice", {"deals.csv": DEALS.replace("note", "amount")}, [HEADER, without(R1, *PAY), without(R2, *PAY)], [("error", "A5014", "deals", "", "amount", "1")]),
    ("two headers of one column", {"reps.csv": "\n".join(l + t for l, t in zip(REPS.splitlines(), (",姓名", ",x", ",y"))) + "\n"}, CLEAN, [("warning", "A5014", "reps", "", "person", "1")]),
    ("a header and no rows", {"deals.csv": "deal,rep,amount,closed,note\n"}, None, []),
]

# Files of which nothing can be used: nothing is scored.
UNUSABLE = [
    ("empty", b"", "A5015", "is empty"),
    ("only blank lines", b"\n\r\n \n", "A5015", "is empty"),
    ("UTF-16 without mark", DEALS.encode("utf-16-be"), "A5011", 'looks like utf-16, not utf-8; if it is, say so in the plan: [tables.deals] csv = { encoding = "utf-16" }'),
    ("GB18030", DEALS.replace("x", "客户").encode("gb18030"), "A5011", "looks like gb18030"),
    ("Latin", DEALS.replace("x", "Ren\u00e9e").encode("latin-1"), "A5011", "looks like windows-1252"),
    ("semicolons", DEALS.replace(",", ";").encode(), "A5003", 'separated by semicolons, not by commas; say so in the plan: [tables.deals] csv = { delimiter = ";" }'),
    ("tabs", DEALS.replace(",", "\t").encode(), "A5003", 'csv = { delimiter = "\\t" }'),
    ("full-width commas", DEALS.replace(",", "，").encode(), "A5003", "put commas in their place"),
    ("semicolons and a comma in a header", DEALS.replace(",", ";").replace("note", "note, free").encode(), "A5003", "separated by semicolons"),
    ("a quote in the header that stays open", b'deal,"rep,amount\nD1,R1,5\n', "A5010", "never closed"),
]


# The deals in a file of another kind: what the plan says of it, and the file.
GERMAN = """\
deal;rep;amount;closed;note
D1;R1;600;05.10.2026;
D2;R1;600,50;31.10.2026;"two
lines"
D3;R2;250;1.10.2026;x
D4;R2;1.100;1.11.2026;y
"""
DECLARED = [
    ("GB18030", 'encoding = "gb18030"', DEALS.replace("x", "客户").encode("gb18030")),
    ("GBK, as older systems call it", 'encoding = "gbk"', DEALS.replace("x", "客户").encode("gbk")),
    ("UTF-16 with mark", "", ("\ufeff" + DEALS).encode("utf-16-le")),
    ("UTF-16, the other way round", "", ("\ufeff" + DEALS).encode("utf-16-be")),
    ("UTF-16 without mark", 'encoding = "utf-16"', DEALS.encode("utf-16-be")),
    ("UTF-16LE without mark", 'encoding = "utf-16le"', DEALS.encode("utf-16-le")),
    ("GB18030 with mark", "", ("\ufeff" + DEALS).encode("gb18030")),
    ("a mark against the plan", 'encoding = "gb18030"', ("\ufeff" + DEALS).encode("utf-8")),
    ("Latin-1", 'encoding = "latin-1"', DEALS.replace("x", "Ren\u00e9e 5 \u20ac").encode("windows-1252")),
    ("Big5", 'encoding = "big5"', DEALS.replace("x", "王芳").encode("big5")),
    ("Shift JIS", 'encoding = "shift_jis"', DEALS.replace("x", "売上").encode("shift_jis")),
    ("semicolons, decimal commas, days first", 'delimiter = ";", thousands = ".", decimal = ",", date = "DD.MM.YYYY"', GERMAN.encode()),
    ("tabs", 'delimiter = "\\t"', DEALS.replace(",", "\t").encode()),
    ("vertical bars", 'delimiter = "|"', DEALS.replace(",", "|").encode()),
    ("thousands in quotes", 'thousands = ","', DEALS.replace("600.50", '"0,600.50"').replace("100", '"1,234,567.8"').encode()),
    ("all at once", 'encoding = "utf-16", delimiter = "\\t", thousands = " ", decimal = ",", date = "MMM D, YYYY"',
     ("\ufeff" + "deal\trep\tamount\tclosed\nD1\tR1\t600\tOct 5, 2026\nD2\tR1\t600,5\tOctober 31, 2026 23:59\nD3\tR2\t250\tOct 1, 2026\nD4\tR2\t1 100\t2026-11-01\n").encode("utf-16-le")),
]


class CsvInput(support.CliTest):
    def declare(self, csv):
        self.write("plan.toml", support.PLAN.replace('date = "closed"\n', f'date = "closed"\ncsv = {{ {csv} }}\n'))

    def test_files_as_the_plan_declares_them(self):
        for name, csv, content in DECLARED:
            with self.subTest(name):
                self.setUp()
                self.declare(csv)
                self.write("deals.csv", content)
                outcome, issues = self.score_with_issues()
                self.assertEqual(outcome.rows, CLEAN)
                self.assertEqual([i["code"] for i in issues], ["A5012"])

    def test_a_file_in_another_encoding_than_the_plan_says(self):
        for encoding, content, looks in (("gb18030", DEALS.replace("x", "客户们的许多名字").encode(), "utf-8"), ("utf-16", DEALS.encode(), "utf-8"),
                                         ("windows-1252", DEALS.encode("utf-16-le"), "utf-16"), ("utf-16", DEALS.replace("x", "客户").encode("gb18030"), "gb18030")):
            with self.subTest(encoding):
                self.setUp()
                self.declare(f'encoding = "{encoding}"')
                self.write("deals.csv", content)
                outcome = self.score()
                self.assertEqual(outcome.code, 1)
                self.assertIn(f"looks like {looks}, not {encoding} as `csv.encoding` says", " ".join(outcome.stderr.split()))

    def test_wrong_bytes_spoil_their_cell_only(self):
        self.declare('encoding = "gb18030"')
        self.write("deals.csv", DEALS.replace("x", "客户").encode("gb18030").replace(b"250,", b"250\xff,"))
        _, issues = self.score_with_issues()
        found = [(i["code"], i["column"], i["line"]) for i in issues if i["severity"] == "error"]
        self.assertEqual(found, [("A5011", "amount", "5")])

    def test_characters_across_the_border_of_a_block(self):
        # The reader takes 256 KiB at a time; characters of two bytes are cut by that border for one of two lengths before it.
        for shift in range(4):
            with self.subTest(shift=shift):
                self.declare('encoding = "gb18030"')
                filler = "D%d,R9,1,2025-01-01," % shift + "x" * shift + "王芳" * 100 + "\n"
                self.write("deals.csv", (DEALS + filler * 900).encode("gb18030"))
                outcome, issues = self.score_with_issues()
                self.assertEqual([i["code"] for i in issues if i["code"] not in ("A5012", "A5006")], [])

    def test_the_same_however_written(self):
        for name, files, *_ in SAME:
            with self.subTest(name):
                self.setUp()
                for file, content in files.items():
                    self.write(file, content)
                outcome, issues = self.score_with_issues()
                self.assertEqual(outcome.rows, CLEAN)
                self.assertEqual([i["code"] for i in issues], ["A5012"])
                self.assertEqual(outcome.code, 0)

    def test_all_that_is_wrong_is_told(self):
        for name, files, rows, expected in WRONG:
            with self.subTest(name):
                self.setUp()
                for file, content in files.items():
                    self.write(file, content)
                outcome, issues = self.score_with_issues()
                if rows is not None:
                    self.assertEqual(outcome.rows, rows)
                found = [tuple(i[k] for k in ("severity", "code", "table", "key", "column", "line")) for i in issues if i["code"] != "A5012"]
                wanted = [e[:3] + (f[3] if e[3] is None else e[3],) + e[4:] for e, f in zip(expected, found)]
                self.assertEqual(len(found), len(expected), issues)
                self.assertEqual(found, wanted, issues)
                self.assertEqual(outcome.code, 1 if any(e[0] == "error" for e in expected) else 0)

    def test_no_rows_is_zero(self):
        self.write("deals.csv", "deal,rep,amount,closed,note\n")
        outcome, issues = self.score_with_issues()
        self.assertEqual([row[1] for row in outcome.rows[1:]], ["0.00", "0.00"])
        self.assertEqual(issues, [])
        self.assertEqual(outcome.code, 0)

    def test_unusable_files_stop_the_run(self):
        for name, content, code, words in UNUSABLE:
            with self.subTest(name):
                self.setUp()
                self.write("deals.csv", content)
                outcome = self.score("--output", "results.csv")
                self.assertEqual(outcome.code, 1)
                self.assertEqual(outcome.stdout, b"")
                self.assertIn(f"error[{code}] deals", outcome.stderr)
                self.assertIn(words, " ".join(outcome.stderr.split()))
                self.assertIn("nothing was scored", outcome.stderr)
                self.assertFalse((self.directory / "results.csv").exists())

    def test_a_missing_column_names_the_nearest_header_once(self):
        self.write("deals.csv", DEALS.replace("amount", "amuont"))
        _, issues = self.score_with_issues()
        missing = [i["message"] for i in issues if i["code"] == "A5003"]
        self.assertEqual(len(missing), 1)
        self.assertIn("`amuont`", missing[0])

    def test_an_unclosed_quote_keeps_the_rows_before_it(self):
        self.write("deals.csv", DEALS + 'D5,R2,1,2026-10-02,"open\n' + "D6,R2,1,2026-10-02,\n" * 1000)
        outcome, issues = self.score_with_issues()
        self.assertEqual(outcome.rows, CLEAN)
        lost = [i for i in issues if i["code"] == "A5010"]
        self.assertEqual([(i["line"], i["key"]) for i in lost], [("7", "D5")])
        self.assertIn("up to line 1007", lost[0]["message"])

    def test_a_field_without_end_is_no_unclosed_quote(self):
        self.write("deals.csv", DEALS + "D5,R2,1,2026-10-02," + "n" * (17 * 2**20) + "\nD6,R2,1,2026-10-02,\n")
        outcome, issues = self.score_with_issues()
        self.assertEqual(outcome.rows, CLEAN)
        lost = [(i["code"], i["line"], i["key"], i["message"]) for i in issues if i["code"] != "A5012"]
        self.assertEqual(lost, [("A5004", "7", "D5", "a field is longer than 16 MiB; its row and all after it are left out")])

    def test_control_characters_are_shown(self):
        self.write("reps.csv", REPS.encode().replace("王芳".encode(), b"A\0B\x7f"))
        _, issues = self.score_with_issues()
        self.assertIn("'A␀B␡'", [i["message"] for i in issues if i["code"] == "A5004"][0])

    def test_rows_longer_than_a_block_and_blocks_that_cut_a_line_end(self):
        # The reader takes 256 KiB at a time: whatever stands at that border must read as anywhere else.
        for shift in range(6):
            with self.subTest(shift=shift):
                long_note = "n" * (2**18 - len("deal,rep,amount,closed,note\r\nD1,R1,600,2026-10-05,") - shift)
                text = "deal,rep,amount,closed,note\r\nD1,R1,600,2026-10-05," + long_note + '\r\nD2,R1,600.50,2026-10-31,"a\r\nb"\r\nD3,R2,250,2026-10-01,\r\nD4,R2,x\r\n'
                self.write("deals.csv", text)
                outcome, issues = self.score_with_issues()
                self.assertEqual(outcome.rows, CLEAN)
                self.assertEqual([(i["code"], i["line"]) for i in issues], [("A5009", "6")])

    def test_many_bad_rows_are_summarised(self):
        self.write("deals.csv", DEALS + "D,R\n" * 1500)
        outcome = self.score()
        self.assertIn("1,500", outcome.stderr)
        self.assertIn("… and 1,49", outcome.stderr)
        self.assertLessEqual(len(outcome.stderr.splitlines()), 32)
        self.assertLessEqual(max(map(len, outcome.stderr.splitlines())), 80)

    def test_what_is_only_counted_is_no_example(self):
        self.write("deals.csv", DEALS + "".join(f"E{n},,1,2026-10-05,\n" for n in range(10_050)))
        lines = self.score().stderr.splitlines()
        at = next(n for n, line in enumerate(lines) if "[A5005] deals" in line)
        self.assertIn("(10,050)", lines[at])
        self.assertTrue(lines[at + 1].startswith("  line "), lines)
        self.assertIn("  … and 10,04", "\n".join(lines))

    def test_rows_without_content_are_called_so(self):
        self.write("reps.csv", REPS + ",,,,,\n,,,,,\n")
        outcome, issues = self.score_with_issues()
        self.assertEqual([(i["severity"], i["code"], i["count"]) for i in issues if i["table"] == "reps"], [("note", "A5031", "2")])
        self.assertIn("rows without any content (2)", self.score().stderr)


if __name__ == "__main__":
    support.main()
