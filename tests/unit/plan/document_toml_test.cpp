// SPDX-License-Identifier: Apache-2.0
#include "attain/plan/document_toml.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "attain/text/render.hpp"

namespace attain::document {
namespace {

using namespace std::string_view_literals;

std::string piece(const source& text, span where) { return std::string(text.text().substr(where.begin, where.end - where.begin)); }

void write(const value& v, std::string& out) {
  switch (v.kind) {
    case value_kind::table:
      out += '{';
      for (const member& m : v.members) {
        if (&m != &v.members.front()) out += ' ';
        out += m.key + '=';
        write(m.content, out);
      }
      out += '}';
      return;
    case value_kind::array:
      out += '[';
      for (const value& item : v.items) {
        if (&item != &v.items.front()) out += ' ';
        write(item, out);
      }
      out += ']';
      return;
    case value_kind::text: out += '\'' + v.text.text + '\''; return;
    case value_kind::boolean: out += v.boolean ? "true" : "false"; return;
    case value_kind::date: out += 'd' + std::to_string(v.date); return;
    case value_kind::integer: out += 'i' + v.text.text; return;
    case value_kind::floating: out += 'f' + v.text.text; return;
  }
}

/// The tree of a document, in which there must be no mistake.
std::string tree(std::string text) {
  const source doc("plan.toml", std::move(text));
  diagnostics messages;
  const parsed result = parse_toml(doc, messages);
  EXPECT_TRUE(result.readable);
  EXPECT_TRUE(messages.empty()) << render(doc, messages);
  std::string out;
  write(result.root, out);
  return out;
}

/// `line:column code message <what is underlined> / help` of each mistake, then what is left and what is lost.
std::string mistakes(std::string text) {
  const source doc("plan.toml", std::move(text));
  diagnostics messages;
  const parsed result = parse_toml(doc, messages);
  messages.sort();
  std::string out;
  for (const diagnostic& d : messages) {
    const position place = doc.position_of(d.where.begin);
    out += std::to_string(place.line) + ':' + std::to_string(place.column) + ' ' + to_string(d.code) + ' ' + d.message + " <" + piece(doc, d.where) + '>';
    for (const label& l : d.related) out += " [" + std::to_string(doc.position_of(l.where.begin).line) + ' ' + l.text + " <" + piece(doc, l.where) + ">]";
    if (!d.help.empty()) out += " / " + d.help;
    out += '\n';
  }
  if (!result.readable) return out + "unreadable";
  write(result.root, out);
  for (const std::string& name : result.lost_names) out += " -" + name;
  return out;
}

TEST(parse_toml, reads_every_kind) {
  EXPECT_EQ(tree("a = 1\nb = -1.50\nc = \"x\"\nd = true\ne = false\nf = 1970-01-02\ng = [1, 'y']\nh = { i = 2 }\n"),
            "{a=i1 b=f-1.50 c='x' d=true e=false f=d1 g=[i1 'y'] h={i=i2}}");
  EXPECT_EQ(tree(""), "{}");
  EXPECT_EQ(tree("# nothing but a comment"), "{}");
}

TEST(parse_toml, keeps_the_order_of_the_document) {
  EXPECT_EQ(tree("z = 1\na = 2\n[y]\nq = 1\nb = 2\n[x.w]\n[x.c]\n"), "{z=i1 a=i2 y={q=i1 b=i2} x={w={} c={}}}");
}

TEST(parse_toml, reads_tables_and_lists_of_tables) {
  EXPECT_EQ(tree("[tables.reps]\nkey = \"rep\"\n[tables.deals]\n[tables]\n"), "{tables={reps={key='rep'} deals={}}}");
  EXPECT_EQ(tree("[[i]]\nname = 'a'\n[i.score]\nm = 1\n[[i]]\nname = 'b'\n"), "{i=[{name='a' score={m=i1}} {name='b'}]}");
  EXPECT_EQ(tree("a.b.c = 1\na.\"x y\".'' = 2\n"), "{a={b={c=i1} x y={=i2}}}");
  EXPECT_EQ(tree("tiers = [ # from where\n  { from = \"0%\" }, # first ] one\n\n  { from = \"100%\" },\n]\n"), "{tiers=[{from='0%'} {from='100%'}]}");
}

TEST(parse_toml, takes_numbers_from_their_text) {
  EXPECT_EQ(tree("a = 0.1\nb = 1_000_000\nc = 0xFF\nd = +5\ne = 1e3\nf = 0.100000000000000"), "{a=f0.1 b=i1000000 c=i255 d=i5 e=f1e3 f=f0.100000000000000}");
}

TEST(parse_toml, places_point_at_keys_and_values) {
  const source doc("plan.toml", "\xEF\xBB\xBF\"标签\" = \"é\"\r\n[a.b]\r\nc = [ 1, { d = \"\"\"\r\nx\"\"\" } ]\r\ne.f = 2026-10-01\r\n[[g]]\r\n");
  diagnostics messages;
  const parsed result = parse_toml(doc, messages);
  ASSERT_TRUE(messages.empty()) << render(doc, messages);
  const value& root = result.root;
  EXPECT_EQ(root.where, (span{0, 0}));
  EXPECT_EQ(piece(doc, root.find("标签")->key_where), "\"标签\"");
  EXPECT_EQ(piece(doc, root.get("标签")->where), "\"é\"");
  EXPECT_EQ(piece(doc, root.get("标签")->text.to_source({0, 2})), "é");
  EXPECT_EQ(piece(doc, root.find("a")->key_where), "a");
  const value& b = *root.get("a")->get("b");
  EXPECT_EQ(piece(doc, root.get("a")->find("b")->key_where), "b");
  EXPECT_EQ(piece(doc, b.where), "[a.b]");
  EXPECT_FALSE(b.is_inline);
  const value& c = *b.get("c");
  EXPECT_EQ(piece(doc, c.where), "[ 1, { d = \"\"\"\r\nx\"\"\" } ]");
  EXPECT_EQ(piece(doc, c.items[0].where), "1");
  EXPECT_EQ(piece(doc, c.items[0].text.to_source({0, 1})), "1");
  EXPECT_TRUE(c.items[1].is_inline);
  EXPECT_EQ(piece(doc, c.items[1].where), "{ d = \"\"\"\r\nx\"\"\" }");
  EXPECT_EQ(c.items[1].get("d")->text.text, "x");
  EXPECT_EQ(piece(doc, c.items[1].get("d")->text.to_source({0, 1})), "x");
  EXPECT_EQ(piece(doc, b.find("e")->key_where), "e");
  EXPECT_EQ(piece(doc, b.get("e")->where), "e");
  EXPECT_EQ(piece(doc, b.get("e")->get("f")->where), "2026-10-01");
  EXPECT_EQ(piece(doc, root.get("g")->where), "[[g]]");
  EXPECT_EQ(piece(doc, root.get("g")->items[0].where), "[[g]]");
}

TEST(parse_toml, a_place_inside_a_formula_of_several_lines) {
  const source doc("plan.toml", "[define]\nrevenue = \"\"\"\nsum(deals.amuont \\\n    where paid)\"\"\"\n");
  diagnostics messages;
  const parsed result = parse_toml(doc, messages);
  const located_text& text = result.root.get("define")->get("revenue")->text;
  EXPECT_EQ(text.text, "sum(deals.amuont where paid)");
  const auto at = static_cast<std::uint32_t>(text.text.find("paid"));
  EXPECT_EQ(doc.position_of(text.to_source({at, at + 4}).begin), (position{4, 11}));
}

TEST(parse_toml, survives_letters_behind_a_continuation) {
  // toml++ 3.3 runs into undefined behaviour here.
  EXPECT_EQ(tree("a = \"\"\"x\\\n  é\u3000\u2028y\"\"\"\nb = 1 # é\u2028 = 2\nc = 3\n"), "{a='xé\u3000\u2028y' b=i1 c=i3}");
}

TEST(parse_toml, tells_all_mistakes_in_one_run) {
  EXPECT_EQ(
      mistakes("attain = 1\n[plan]\nname = \"Field sales\ncurrency = CNY\nperiod = 1\nperiod = 2\n[parameters\nrate = 3%\n[define]\nrevenue = \"sum(a)\"\n"),
      "3:8 A1001 this text has no closing quote <\"Field sales> / close it with `\"`\n"
      "4:12 A1001 this needs quotes <CNY> / write `\"CNY\"`\n"
      "6:1 A1001 `period` is written twice <period> [5 first here <period>] / delete one of the two\n"
      "7:1 A1001 this bracket is never closed <[> / write `[parameters]`\n"
      "8:8 A1001 a percentage needs quotes <3%> / write `\"3%\"`\n"
      "{attain=i1 plan={period=i1} define={revenue='sum(a)'}} -currency -name -parameters -period -rate");
}

TEST(parse_toml, quotes) {
  EXPECT_EQ(mistakes("a = 'x\nb = 1"), "1:5 A1001 this text has no closing quote <'x> / close it with `'`\n{b=i1} -a");
  EXPECT_EQ(mistakes("a = [\"x, \"y\"]\nb = 1"), "1:11 A1001 a comma is needed here, or `]` <>\n{b=i1} -a");
  EXPECT_EQ(mistakes("a = \"\"\"x\n more\nb = 1\n[c]\n"), "1:5 A1001 this text has no closing quote <\"\"\"> / close it with `\"\"\"`\n{b=i1 c={}} -a");
  EXPECT_EQ(mistakes("a = \"sum(x where y = \"b\")\"\nb = 1"),
            "1:23 A1001 nothing may stand behind a value <b\")\"> / a quote inside a text is written `\\\"`\n{b=i1} -a");
  EXPECT_EQ(mistakes("a = \"\\d\"\nb = 1"), "1:6 A1001 `\\d` means nothing in a text <\\d> / write `\\\\d`, or put the text between single quotes\n{b=i1} -a");
  EXPECT_EQ(mistakes("a = \"\\u12\"\n"), "1:6 A1001 `\\u12` is no character <\\u12> / `\\u` takes four and `\\U` eight hexadecimal digits\n{} -a");
  EXPECT_EQ(mistakes("a = “x”\n"), "1:5 A1001 a text stands between straight quotes <“x”> / write `\"x\"`\n{} -a");
}

TEST(parse_toml, brackets) {
  EXPECT_EQ(mistakes("a = [1, [2, 3]\nb = 1\n"), "1:5 A1001 this bracket is never closed <[> / add `]` where it ends\n{b=i1} -a");
  EXPECT_EQ(mistakes("tiers = [1, [\n[define]\nb = 1\n"), "1:13 A1001 this bracket is never closed <[> / add `]` where it ends\n{define={b=i1}} -tiers");
  EXPECT_EQ(mistakes("tiers = [1, ["), "1:13 A1001 this bracket is never closed <[> / add `]` where it ends\n{} -tiers");
  EXPECT_EQ(mistakes("tiers = [1, [}\nb = 1"), "1:14 A1001 `]` is needed here, not `}` <}>\n{b=i1} -tiers");
  EXPECT_EQ(mistakes("a = { b = 1\nc = 2\n"), "1:5 A1001 this bracket is never closed <{> / add `}` where it ends\n{c=i2} -a");
  EXPECT_EQ(mistakes("a = { b = '''x\n''', c = 2\nd = 3\n"), "1:5 A1001 this bracket is never closed <{> / add `}` where it ends\n{d=i3} -a");
  EXPECT_EQ(mistakes("a = { b = 1,\n c = 2 }\nd = 3\n"),
            "1:5 A1001 a table in braces stands on one line <{> / put it on one line, or give it a header of its own in brackets\n{d=i3} -a");
  EXPECT_EQ(mistakes("a = { b = 1, }\n"), "1:12 A1001 no comma stands before `}` <,> / delete it\n{} -a");
  EXPECT_EQ(mistakes("a = [1 2]\n"), "1:6 A1001 this needs quotes <1 2> / write `\"1 2\"`\n{} -a");
  EXPECT_EQ(mistakes("a = ['x' 'y']\n"), "1:10 A1001 a comma is needed here, or `]` <>\n{} -a");
  EXPECT_EQ(mistakes("a = [,1]\n"), "1:6 A1001 a value is needed before this comma <,>\n{} -a");
  EXPECT_EQ(mistakes("[[a]\nb = 1\n[c]\n"), "1:1 A1001 this bracket is never closed <[[> / write `[[a]]`\n{c={}} -a -b");
  EXPECT_EQ(mistakes("[a] b = 1\n[c]\n"), "1:5 A1001 nothing may stand behind a header <b = 1> / put it on a line of its own\n{c={}} -a");
}

TEST(parse_toml, a_list_over_several_lines_is_no_open_bracket) {
  EXPECT_EQ(tree("a = [\n  [\"x\"],\n  [\"y\"]\n]\nb = [\n[1]\n]\nc = [\n[true]\n]"), "{a=[['x'] ['y']] b=[[i1]] c=[[true]]}");
}

TEST(parse_toml, keys) {
  EXPECT_EQ(mistakes("标签 = 1\nb = 2"), "1:1 A1001 a key with other signs than A-Z, a-z, 0-9, _ and - needs quotes <标签> / write `\"标签\"`\n{b=i2} -标签");
  EXPECT_EQ(mistakes("a：= 1\n"), "1:1 A1001 a key with other signs than A-Z, a-z, 0-9, _ and - needs quotes <a：> / write `\"a：\"`\n{} -a：");
  EXPECT_EQ(mistakes("a＝1\nb = 2"), "1:1 A1001 `＝` is no equals sign of TOML <a＝1> / write `=`\n{b=i2} -a＝1");
  EXPECT_EQ(mistakes("a : 1\nb = 2"), "1:3 A1001 `=` is needed here, not `:` <:> / write `a = …`\n{b=i2} -a");
  EXPECT_EQ(mistakes("a =\nb = 2"), "1:1 A1001 this key has no value <a> / write `a = …`\n{b=i2} -a");
  EXPECT_EQ(mistakes("= 1\nb = 2"), "1:1 A1001 a key is needed here <>\n{b=i2}");
  EXPECT_EQ(mistakes("a..b = 1\n"), "1:3 A1001 a key is needed here <>\n{} -a");
  EXPECT_EQ(mistakes("just words # why\nb = 2"), "1:1 A1001 this line is not `key = value` <just words> / write a name, `=` and a value; a formula stands in quotes: goal = \"quota * 2\"\n{b=i2} -just");
  EXPECT_EQ(mistakes("a = { b }\n"), "1:7 A1001 a key needs `=` and a value behind it <b>\n{} -a");
  EXPECT_EQ(mistakes("a = { b = }\n"), "1:7 A1001 this key has no value <b> / write `b = …`\n{} -a");
  EXPECT_EQ(mistakes("a = { b = ]}\n"), "1:7 A1001 this key has no value <b> / write `b = …`\n{} -a");
  EXPECT_EQ(mistakes("\"\"\"a\"\"\" = 1\n"), "1:1 A1001 a key has one quote at each end <\"\"\"a\"\"\"> / delete the others\n{}");
}

TEST(parse_toml, a_formula_without_quotes_is_one_mistake) {
  EXPECT_EQ(mistakes("a = sum(deals.amount, x)\n  + 1\n  + 2\nb = 1\n"),
            "1:5 A1001 this needs quotes <sum(deals.amount, x)> / write `\"sum(deals.amount, x)\"`\n{b=i1} -a");
  EXPECT_EQ(mistakes("a = { rate = max(a, b), from = 0% }\nb = 1\n"),
            "1:14 A1001 this needs quotes <max(a, b)> / write `\"max(a, b)\"`\n"
            "1:32 A1001 a percentage needs quotes <0%> / write `\"0%\"`\n"
            "{b=i1} -a");
}

TEST(parse_toml, values_a_plan_cannot_use) {
  EXPECT_EQ(
      mistakes("a = 0.12345678901234567\nb = 1"),
      "1:5 A1007 this number has more than 15 digits, which not every reader of TOML keeps <0.12345678901234567> / write `\"0.12345678901234567\"`\n{b=i1} -a");
  EXPECT_EQ(mistakes("a = [2026-10-01T00:00:00, inf]\nb = 1"),
            "1:6 A1005 a plan knows days, not times of day <2026-10-01T00:00:00> / write a date like `2026-10-01`\n"
            "1:27 A1005 `inf` is no number a plan can use <inf>\n{b=i1} -a");
}

TEST(parse_toml, what_is_written_twice) {
  EXPECT_EQ(mistakes("[plan]\na = 1\n[x]\n[plan]\nb = 2\n[y]\nc = 3\n"),
            "4:2 A1001 `plan` is written twice <plan> [1 first here <plan>] / put all keys under one `[plan]`, or write `[[plan]]` for a list\n"
            "{plan={a=i1} x={} y={c=i3}} -b -plan");
  EXPECT_EQ(mistakes("[[i]]\na = 1\n[i]\na = 2\n"),
            "3:2 A1001 `i` is written twice <i> [1 first here <i>] / write `[[i]]` in both places for a list\n{i=[{a=i1}]} -a -i");
  EXPECT_EQ(mistakes("[[i]]\na = 1\n[[i]]\na = 2\na = 3\n"),
            "5:1 A1001 `a` is written twice <a> [4 first here <a>] / delete one of the two\n{i=[{a=i1} {a=i2}]} -a");
  EXPECT_EQ(mistakes("a = { b = 1, c = { b = 2 }, b = 3 }\n"), "1:29 A1001 `b` is written twice <b> [1 first here <b>] / delete one of the two\n{} -a");
  EXPECT_EQ(mistakes("[p]\nt = 1\n[p.t]\nx = 1\n"),
            "3:2 A1001 `p.t` is written twice <p.t> [2 first here <t>] / put all keys under one `[p.t]`, or write `[[p.t]]` for a list\n{p={t=i1}} -p -t -x");
  EXPECT_EQ(mistakes("a = 1\na.b = 2\n"), "2:1 A1001 `a.b` is written twice <a.b> [1 first here <a>] / delete one of the two\n{a=i1} -a -b");
}

TEST(parse_toml, names_inside_of_what_was_lost) {
  EXPECT_EQ(mistakes("[[indicators]\nname = \"sales\"\nactual = \"revenue\"\n[[indicators]]\nname = \"other\"\n"),
            "1:1 A1001 this bracket is never closed <[[> / write `[[indicators]]`\n{indicators=[{name='other'}]} -actual -indicators -name -sales");
}

TEST(parse_toml, bytes_that_are_no_text) {
  EXPECT_EQ(mistakes("a = 1\nb = \"\xFF\"\n"), "2:6 A1008 this is not UTF-8 <\xFF> / save the file as UTF-8\nunreadable");
  EXPECT_EQ(mistakes(std::string("a = \"x\0y\"\nb = 1", 15)), "1:7 A1001 the control character U+0000 cannot stand in TOML <" + std::string(1, '\0') +
                                                                  "> / delete it\n{a='x" + std::string(1, '\0') + "y' b=i1}");
}

TEST(parse_toml, a_document_beyond_its_limits) {
  const auto first = [](std::string text) {
    const std::string all = mistakes(std::move(text));
    return all.substr(0, all.find(" <"));
  };
  EXPECT_EQ(first("a = \"" + std::string(limits::bytes, 'x') + '"'), "1:1 A1009 this document is larger than 8 MiB");
  const auto repeated = [](std::string_view unit, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += unit;
    return text;
  };
  const std::string deep = "A1009 more than 64 tables or lists inside each other";
  EXPECT_EQ(first("a" + repeated(".a", 100000) + " = 1"), "1:129 " + deep);
  EXPECT_EQ(first("[" + repeated("a.", 100000) + "a]"), "1:130 " + deep);
  EXPECT_EQ(first("a = " + repeated("[", 100000)), "1:68 " + deep);
  EXPECT_EQ(first("a = " + repeated("{a=", 100000)), "1:99 " + deep);
  EXPECT_EQ(tree("a = " + repeated("[", 63) + repeated("]", 63)), "{a=" + repeated("[", 63) + repeated("]", 63) + "}");
}

TEST(parse_toml, what_is_too_deep_is_lost_alone) {
  std::string text = "a = 1\nb = ";
  for (int i = 0; i < 1000; ++i) text += "[\n";
  const std::string told = mistakes(text + "c = 2\n");
  EXPECT_TRUE(told.ends_with("\n{a=i1 c=i2} -b")) << told;
}

TEST(parse_toml, ends_after_twenty_mistakes) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "a" + std::to_string(i) + " = x\n";
  const source doc("plan.toml", text);
  diagnostics messages;
  EXPECT_FALSE(parse_toml(doc, messages).readable);
  EXPECT_EQ(messages.size(), limits::mistakes);
}

/// What must hold for every document whatever is wrong with it.
void check(const std::string& text) {
  const source doc("plan.toml", text);
  diagnostics messages;
  const parsed result = parse_toml(doc, messages);
  EXPECT_LE(messages.size(), limits::mistakes + 1);
  EXPECT_TRUE(result.readable || messages.has_errors());
  for (const diagnostic& d : messages) {
    EXPECT_LE(d.where.begin, d.where.end);
    EXPECT_LE(d.where.end, text.size());
    EXPECT_NE(d.code, code::internal) << text;
    EXPECT_FALSE(d.message.starts_with("not valid TOML")) << "words of toml++: " << d.message << "\nin\n" << text;
    EXPECT_FALSE(render(doc, d).empty());
  }
}

const std::vector<std::string>& samples() {
  static const std::vector<std::string> all{
      "attain = 1\n[plan]\nname = \"销售 \\\"x\\\" \\u00e9\"\nperiod = { from = 2026-10-01, to = 2026-10-31 }\r\n",
      "[tables.reps]\nkey = ['a', \"b\", # c ]\n]\ncolumns = { rep = \"text\", \"Deal Value\" = { type = 'money' } }\n",
      "[define]\nx = \"\"\"\nsum(a \\\n  where b)\"\"\"\ny = '''\nl'ine'''\n",
      "[[indicators]]\nname = \"a\"\nscore = { knots = [[\"0%\", 0], [\"60%\", 1.5]] }\n[[indicators]]\nname = \"b\"\n[indicators.c]\nd.e = 0x0\n",
      "a.b = 1_000\na.c = true\n[d]\n[d.e]\n[[f]]\n[[f.g]]\nh = []\ni = {}\n",
  };
  return all;
}

TEST(parse_toml, takes_every_truncation) {
  for (const std::string& sample : samples()) {
    EXPECT_FALSE(tree(sample).empty());
    for (std::size_t size = 0; size <= sample.size(); ++size) check(sample.substr(0, size));
  }
}

TEST(parse_toml, takes_every_change_of_one_byte) {
  constexpr std::string_view signs = "\"'[]{}=,.#\n\r\\ \t-_0a:%\x00\x7F\x80\xC3\xFF"sv;
  for (const std::string& sample : samples()) {
    for (std::size_t i = 0; i < sample.size(); ++i) {
      std::string text = sample;
      text.erase(i, 1);
      check(text);
      for (const char sign : signs) {
        text = sample;
        text[i] = sign;
        check(text);
      }
    }
  }
}

TEST(parse_toml, takes_random_mixtures) {
  constexpr unsigned seed = 20261001;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  constexpr std::string_view parts[] = {"\"", "'", "\"\"\"", "'''",        "[",    "]",     "{",       "}",       "[[",          "]]",
                                        ",",  "=", ".",      "\n",         "\r\n", "#",     " ",       "\\",      "\\\n",        "a",
                                        "1",  "é", "-",      "2026-01-01", "true", "[a]\n", "[[a]]\n", "a = 1\n", "b.c = 'x'\n", "x = \"\"\"y\"\"\"\n"};
  for (int round = 0; round < 3000; ++round) {
    std::string text = round % 2 == 0 ? samples()[below(samples().size())] : "";
    for (std::size_t n = 1 + below(round % 2 == 0 ? 4 : 30); n > 0; --n) {
      const std::size_t at = below(text.size() + 1);
      if (below(3) == 0) text.erase(at, below(20));
      text.insert(std::min(at, text.size()), parts[below(std::size(parts))]);
    }
    check(text);
  }
}

}  // namespace
}  // namespace attain::document
