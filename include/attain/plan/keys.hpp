// SPDX-License-Identifier: Apache-2.0
/// Every key of a plan as data: where it stands, what it takes, what it means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace attain::model {

/// What a key can hold, one bit each; a key with several bits takes any of them.
namespace takes {
inline constexpr unsigned word = 1U << 0U;     ///< one of `key::words`
inline constexpr unsigned text = 1U << 1U;     ///< any text: a label, the name of a column
inline constexpr unsigned texts = 1U << 2U;    ///< a list of texts
inline constexpr unsigned literal = 1U << 3U;  ///< a number, bool or date, or a text that holds one literal: "3%"
inline constexpr unsigned formula = 1U << 4U;  ///< the text of a formula, or a number, bool or date
inline constexpr unsigned integer = 1U << 5U;
inline constexpr unsigned boolean = 1U << 6U;
inline constexpr unsigned date = 1U << 7U;    ///< a date, also as a text
inline constexpr unsigned table = 1U << 8U;   ///< a table with the keys of `key::of`
inline constexpr unsigned tables = 1U << 9U;  ///< a list of such tables
inline constexpr unsigned pairs = 1U << 10U;  ///< a list of pairs of formulas: [["0%", 0], ["100%", 100]]
inline constexpr unsigned anything = 1U << 11U;
}  // namespace takes

enum class presence : std::uint8_t { optional, required };

/// One key. Lists of words are written with `|` between them.
struct key {
  std::string_view name;
  unsigned takes = 0;
  presence present = presence::optional;
  std::string_view meaning;  ///< as the help of a message and the description of the schema
  std::string_view of = {};  ///< the section of its table or tables
  std::string_view words = {};
  std::string_view table_of = {};  ///< the section of its table where that of its list is another
};

/// A table of the document and its keys.
struct section {
  std::string_view name;
  std::string_view title;  ///< as messages say it: "an indicator"
  std::span<const key> keys;
  unsigned others = 0;  ///< what keys with names of the author's own hold; 0: there are none
  std::string_view others_of = {};
};

namespace key_lists {

inline constexpr std::string_view rounding_words = "half-up|half-down|half-even|up|down|ceiling|floor";
inline constexpr unsigned how_to_round = takes::word | takes::integer | takes::table;

// clang-format off
inline constexpr key document[] = {
  {"attain", takes::integer, presence::optional, "version of the plan language: 1"},
  {"meta", takes::anything, presence::optional, "free for the author"},
  {"plan", takes::table, presence::required, "name, currency and period of the plan", "plan"},
  {"parameters", takes::table, presence::optional, "named constants that a scenario may change", "parameters"},
  {"tables", takes::table, presence::required, "the data: the population, events linked to it, reference tables", "tables"},
  {"evidence", takes::table, presence::optional, "when an event counts: the questions that must be answered", "evidence rules"},
  {"define", takes::table, presence::optional, "named formulas of the population, and of other tables as [define.<table>]", "define"},
  {"indicators", takes::tables, presence::optional, "what is measured, one [[indicators]] each", "indicator"},
  {"sections", takes::tables, presence::optional, "groups of indicators with weights of their own, one [[sections]] each", "score section"},
  {"scorecard", takes::table, presence::optional, "how the indicators' scores become one", "scorecard"},
  {"adjustments", takes::tables, presence::optional, "what changes the score afterwards, one [[adjustments]] each", "adjustment"},
  {"grading", takes::table, presence::optional, "how a score becomes a grade", "grading"},
  {"grades", takes::tables, presence::optional, "the grades from the best to the worst, one [[grades]] each", "grade"},
  {"curves", takes::table, presence::optional, "named functions of one number, one [curves.<name>] each", "curves"},
  {"matrices", takes::table, presence::optional, "tables of values with one or more axes, one [matrices.<name>] each", "matrices"},
  {"incentives", takes::tables, presence::optional, "the lines of pay, one [[incentives]] each", "incentive"},
  {"payout", takes::table, presence::optional, "limits of the sum of all lines", "payout"},
  {"goals", takes::tables, presence::optional, "next period's targets, one [[goals]] each", "goal"},
  {"outputs", takes::tables, presence::optional, "further columns of the result, one [[outputs]] each", "output"},
  {"balances", takes::tables, presence::optional, "amounts that one period hands to the next, one [[balances]] each", "balance"},
  {"totals", takes::tables, presence::optional, "formulas over the whole population, one [[totals]] each", "total"},
  {"checks", takes::tables, presence::optional, "conditions that rows of data must meet, one [[checks]] each", "check"},
};

inline constexpr key plan[] = {
  {"name", takes::text, presence::required, "name of the plan"},
  {"currency", takes::text, presence::required, "ISO 4217 code of the currency it pays in: CNY"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"population", takes::text, presence::optional, "the table of those who are scored and paid; `reps` if not said"},
  {"period", takes::table, presence::optional, "first and last day, both in: { from = 2026-10-01, to = 2026-10-31 }", "period"},
  {"rounding", takes::word | takes::table, presence::optional, "how lines of pay are rounded", "rounding", rounding_words},
};

inline constexpr key period[] = {
  {"from", takes::date, presence::required, "first day"},
  {"to", takes::date, presence::required, "last day"},
};

inline constexpr key rounding[] = {
  {"mode", takes::word, presence::optional, "half-up if not said", {}, rounding_words},
  {"places", takes::integer, presence::optional, "decimals, 0 to 38"},
  {"multiple", takes::literal, presence::optional, "round to a multiple of this number"},
};

inline constexpr key parameter[] = {
  {"value", takes::literal, presence::required, "a number, bool or date, or a text with one literal: \"3%\", \"500 CNY\", \"'north'\""},
  {"type", takes::word, presence::optional, "type of a bare number", {}, "money|count|ratio|number|days|date|bool|text"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"min", takes::literal, presence::optional, "smallest value a scenario may set"},
  {"max", takes::literal, presence::optional, "largest value a scenario may set"},
};

inline constexpr key table[] = {
  {"key", takes::text | takes::texts, presence::optional, "the column or columns that name a row"},
  {"link", takes::table, presence::optional, "n:1 links to other tables: { rep = \"reps\" }", "links"},
  {"date", takes::text | takes::boolean, presence::optional, "the column that the period filters by; false: rows of all time count"},
  {"columns", takes::table, presence::optional, "columns and their types: { amount = \"money\" }", "columns"},
  {"csv", takes::table, presence::optional, "how the file is written", "csv"},
  {"group", takes::text, presence::optional, "one row for each distinct value of a column of the population: \"reps.team\""},
  {"valid", takes::texts, presence::optional, "the columns that say from which day to which (not included) a row holds: [\"from\", \"to\"]"},
  {"rows", takes::tables, presence::optional, "the rows themselves: [{ product = \"A\", rate = \"3%\" }]", "row"},
};

inline constexpr key link[] = {
  {"table", takes::text, presence::required, "the table linked to"},
  {"columns", takes::text | takes::texts, presence::optional, "the columns that hold its key; the link's name if not said"},
  {"optional", takes::boolean, presence::optional, "rows may belong to none"},
  {"ignore", takes::text | takes::texts, presence::optional, "keys whose rows are left out on purpose"},
};

inline constexpr key column[] = {
  {"type", takes::text, presence::required, "money, count, ratio, number, days, date, bool or text; with `?` behind it a cell may be empty"},
  {"from", takes::text | takes::texts, presence::optional, "header or headers it may have in the data"},
  {"missing", takes::text | takes::texts, presence::optional, "texts that mean an empty cell"},
  {"currency", takes::text, presence::optional, "of money: the column that holds its currency"},
};

inline constexpr key csv[] = {
  {"encoding", takes::word, presence::optional, "encoding of the file; a byte order mark decides, utf-8 if not said", {},
   "utf-8|gb18030|gbk|gb2312|big5|utf-16|utf-16le|utf-16be|windows-1252|latin-1|iso-8859-1|shift_jis"},
  {"delimiter", takes::word, presence::optional, "what stands between two fields; a comma if not said", {}, ",|;|\t||"},
  {"thousands", takes::word, presence::optional, "what may stand between thousands; nothing if not said", {}, ",|.|'| "},
  {"decimal", takes::word, presence::optional, "what stands before decimals; a point if not said", {}, ".|,"},
  {"date", takes::text, presence::optional, "how dates are written: \"DD/MM/YYYY\", with YYYY or YY, MM, M or MMM, DD or D"},
};

inline constexpr key evidence[] = {
  {"of", takes::text, presence::required, "the table whose rows it looks at"},
  {"requires", takes::texts, presence::optional, "columns that must all be answered"},
  {"counts", takes::texts, presence::optional, "columns of which `at_least` so many must be answered"},
  {"at_least", takes::integer, presence::optional, "how many of `counts` must be answered"},
  {"blank", takes::texts, presence::optional, "texts that are no answer: [\"-\", \"N/A\"]"},
  {"once_per", takes::texts, presence::optional, "of rows equal in these columns one counts"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
};

inline constexpr key indicator[] = {
  {"name", takes::text, presence::required, "name used in formulas"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"actual", takes::formula, presence::required, "what was reached"},
  {"target", takes::formula, presence::optional, "what was to be reached"},
  {"attainment", takes::formula, presence::optional, "actual / target if not said"},
  {"weight", takes::formula, presence::optional, "its share of the score: \"50%\""},
  {"score", takes::formula | takes::table, presence::optional, "a formula, a curve or a method: { method = \"linear\", knots = [[\"0%\", 0], [\"100%\", 100]] }", "scoring"},
  {"cap", takes::formula, presence::optional, "largest score"},
  {"floor", takes::formula, presence::optional, "smallest score"},
  {"round", how_to_round, presence::optional, "how the score is rounded", "rounding", rounding_words},
  {"round_points", how_to_round, presence::optional, "how weight x score is rounded", "rounding", rounding_words},
  {"direction", takes::word, presence::optional, "`lower`: less is better", {}, "higher|lower"},
  {"lower", takes::word, presence::optional, "the attainment when less is better", {}, "target/actual|2 - actual/target"},
  {"zero_target", takes::word | takes::table, presence::optional, "what a target of zero or less means", "zero target", "missing"},
  {"applies", takes::formula, presence::optional, "for whom it counts"},
  {"section", takes::text, presence::optional, "the section it belongs to"},
  {"if_missing", takes::formula, presence::optional, "the score when it cannot be computed"},
};

inline constexpr key scoring[] = {
  {"method", takes::word, presence::optional, "the scoring method", {},
   "ratio|interval|linear|all-or-nothing|deduction|bonus|efficacy|比率法|层差法|线性插值法|非此即彼法|减分法|加分法|功效系数法"},
  {"curve", takes::text, presence::optional, "the curve that makes the score"},
  {"on", takes::word, presence::optional, "what is scored", {}, "attainment|actual"},
  {"cap", takes::formula, presence::optional, "largest score"},
  {"floor", takes::formula, presence::optional, "smallest score"},
  {"full", takes::formula, presence::optional, "full score; 100 if not said"},
  {"at", takes::formula, presence::optional, "from where on the full score is given; of an attainment 100% if not said"},
  {"per", takes::formula, presence::optional, "size of one step; 1 if not said"},
  {"each", takes::formula, presence::optional, "score of one step"},
  {"base", takes::formula, presence::optional, "score to start from; 0 if not said"},
  {"standard", takes::formula, presence::optional, "from where deviations count"},
  {"side", takes::word, presence::optional, "on which side of the standard deviations count", {}, "above|below"},
  {"steps", takes::pairs, presence::optional, "[[from, score], …]"},
  {"knots", takes::pairs, presence::optional, "[[x, score], …]"},
  {"unacceptable", takes::formula, presence::optional, "the value that scores 60"},
  {"satisfactory", takes::formula, presence::optional, "the value that scores 100"},
};

inline constexpr key zero_target[] = {
  {"attainment", takes::formula, presence::optional, "the attainment then"},
  {"score", takes::formula, presence::optional, "the score then"},
};

inline constexpr key score_section[] = {
  {"name", takes::text, presence::required, "name that indicators give as their `section`"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"weight", takes::formula, presence::optional, "its share of the score: \"70%\""},
};

inline constexpr key scorecard[] = {
  {"combine", takes::word, presence::optional, "`sum` of weight x score, or weighted `mean`", {}, "sum|mean"},
  {"round", how_to_round, presence::optional, "how the score is rounded; 6 places half-up if not said", "rounding", rounding_words},
  {"round_parts", how_to_round, presence::optional, "how each weight x score is rounded", "rounding", rounding_words},
  {"min", takes::formula, presence::optional, "smallest score"},
  {"max", takes::formula, presence::optional, "largest score"},
  {"missing", takes::word, presence::optional, "the score when an indicator's is missing", {}, "missing|zero|renormalise"},
  {"normalise", takes::boolean, presence::optional, "divide weights by their sum"},
};

inline constexpr key adjustment[] = {
  {"name", takes::text, presence::required, "name of the adjustment"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"points", takes::formula, presence::optional, "added to the score"},
  {"factor", takes::formula, presence::optional, "the score is multiplied by it"},
  {"set", takes::formula, presence::optional, "replaces the score"},
  {"when", takes::formula, presence::optional, "only if this holds"},
  {"applies", takes::formula, presence::optional, "for whom it counts"},
};

inline constexpr key grading[] = {
  {"by", takes::formula, presence::optional, "what is graded; the score if not said"},
  {"method", takes::word, presence::optional, "`bands` of what is graded, or `shares` of the people", {}, "bands|shares"},
  {"within", takes::formula | takes::texts, presence::optional, "of shares: the groups graded apart, such as \"region\"; everybody together if not said"},
  {"ties", takes::word | takes::formula, presence::optional, "of shares: `together`, or what orders equals, the smallest first", {}, "together"},
  {"min_group", takes::formula, presence::optional, "of shares: the fewest people of a group graded apart"},
  {"pool_to", takes::formula, presence::optional, "of shares: with whom the people of smaller groups are graded; all of them together if not said"},
};

inline constexpr key grade[] = {
  {"name", takes::text, presence::required, "name of the grade"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"from", takes::formula, presence::optional, "smallest score of the grade; of shares: by which `grade_by_score` is found"},
  {"share", takes::formula, presence::optional, "of shares: the part of the people who get the grade: \"20%\""},
  {"requires", takes::formula, presence::optional, "condition, else the next lower grade"},
  {"applies", takes::formula, presence::optional, "for whom it counts"},
};

inline constexpr key curve[] = {
  {"kind", takes::word, presence::required, "what the tiers or knots mean", {}, "linear|step|marginal|whole-amount|amount|rate-linear"},
  {"tiers", takes::tables | takes::table, presence::optional, "[{ from, rate }, …], with `value` for step and `amount` for amount", "tier", {}, "schedule"},
  {"knots", takes::pairs, presence::optional, "[[x, y], …] of linear, [[x, rate], …] of rate-linear"},
  {"bounds", takes::word, presence::optional, "to which tier a bound belongs", {}, "lower-inclusive|upper-inclusive"},
  {"reached", takes::boolean, presence::optional, "of amount: only the tier reached"},
  {"proportional", takes::boolean, presence::optional, "of amount: the covered share of the last tier"},
  {"below", takes::word | takes::formula, presence::optional, "below the first tier or knot", {}, "flat|extend|missing"},
  {"above", takes::word | takes::formula, presence::optional, "above the last tier or knot", {}, "flat|extend|missing"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"else", takes::text, presence::optional, "the curve for rows without tiers in the table"},
};

inline constexpr key tier[] = {
  {"from", takes::formula, presence::required, "where it begins"},
  {"to", takes::formula, presence::optional, "where it ends; the next tier if not said"},
  {"rate", takes::formula, presence::optional, "of marginal and whole-amount"},
  {"value", takes::formula, presence::optional, "of step"},
  {"amount", takes::formula, presence::optional, "of amount"},
  {"excludes_from", takes::boolean, presence::optional, "`from` itself belongs to the tier before"},
};

inline constexpr key matrix[] = {
  {"axes", takes::table | takes::texts, presence::required, "what stands on each axis: { revenue = [0, \"80%\"], margin = [\"low\", \"high\"] }; from a table: its columns", "axes"},
  {"order", takes::texts, presence::optional, "the names of the axes, the outermost first"},
  {"values", takes::anything, presence::optional, "a list for each place on the first axis, in it one for each on the second, and so on"},
  {"table", takes::text, presence::optional, "the table with a value in each row"},
  {"value", takes::text, presence::optional, "the column of the table that holds the values"},
  {"method", takes::word, presence::optional, "`step`: the last number reached; `linear`: in between", {}, "step|linear"},
  {"bounds", takes::word, presence::optional, "to which step a number on an axis belongs", {}, "lower-inclusive|upper-inclusive"},
  {"outside", takes::formula, presence::optional, "below the first number of an axis, and for a text that is not on it"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
};

inline constexpr key schedule[] = {
  {"table", takes::text, presence::required, "the table with a tier in each row"},
  {"match", takes::table, presence::optional, "which rows are meant: { column = \"formula of the row that asks\" }", "match"},
  {"on", takes::formula, presence::optional, "the day on which the rows must hold, when the table has `valid`"},
  {"from", takes::text, presence::required, "the column that says where a tier begins"},
  {"to", takes::text, presence::optional, "the column that says where it ends"},
  {"rate", takes::text, presence::optional, "the column of marginal and whole-amount"},
  {"value", takes::text, presence::optional, "the column of step"},
  {"amount", takes::text, presence::optional, "the column of amount"},
};

inline constexpr key incentive[] = {
  {"name", takes::text, presence::required, "name used in formulas: the final, rounded amount"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"amount", takes::formula, presence::required, "the pay before multiplier, gate and limits"},
  {"multiplier", takes::formula, presence::optional, "multiplies the amount"},
  {"gate", takes::formula, presence::optional, "0 is paid unless it holds"},
  {"cap", takes::formula, presence::optional, "largest amount"},
  {"floor", takes::formula, presence::optional, "smallest amount, unless the gate is closed"},
  {"rounding", takes::word | takes::table, presence::optional, "the plan's if not said", "rounding", rounding_words},
  {"pays", takes::boolean, presence::optional, "false: computed, not paid"},
  {"per", takes::text, presence::optional, "the table for each of whose rows it is paid; the line is their sum"},
  {"where", takes::formula, presence::optional, "of `per`: the rows it is paid for"},
  {"via", takes::text, presence::optional, "of `per`: the link to the population, where there are several"},
  {"applies", takes::formula, presence::optional, "for whom it counts"},
};

inline constexpr key payout[] = {
  {"cap", takes::formula, presence::optional, "largest payout"},
  {"floor", takes::formula, presence::optional, "smallest payout"},
};

inline constexpr key goal[] = {
  {"column", takes::text, presence::required, "the column of the population that it replaces"},
  {"value", takes::formula, presence::required, "next period's value"},
  {"applies", takes::formula, presence::optional, "for whom it counts"},
};

inline constexpr key balance[] = {
  {"name", takes::text, presence::required, "name used in formulas: the value that the period begins with"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"type", takes::text, presence::optional, "money, count, ratio, number, days, date, bool or text; that of `closing` if not said"},
  {"opening", takes::formula, presence::optional, "the value of a rep whom the state does not know; 0 if not said"},
  {"closing", takes::formula, presence::required, "the value that the period ends with, and the next one begins with"},
};

inline constexpr key check[] = {
  {"table", takes::text, presence::optional, "the table whose rows are checked; the population if not said"},
  {"that", takes::formula, presence::required, "what must hold for each row"},
  {"message", takes::text, presence::optional, "what the issue says when it does not"},
  {"level", takes::word, presence::optional, "`error`: the row has no results; `warning` and `note` only tell", {}, "error|warning|note"},
};

inline constexpr key output[] = {
  {"name", takes::text, presence::required, "name of the column"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"value", takes::formula, presence::optional, "the definition of that name if not said"},
  {"places", takes::integer, presence::optional, "decimals, 0 to 38; 9 if not said"},
  {"table", takes::text, presence::optional, "the table whose rows it is for; the population if not said"},
};

inline constexpr key total[] = {
  {"name", takes::text, presence::required, "name of the total"},
  {"label", takes::text, presence::optional, "what people read instead of the name"},
  {"value", takes::formula, presence::required, "a formula of aggregates over the population: \"avg(score)\""},
  {"places", takes::integer, presence::optional, "decimals, 0 to 38; 9 if not said"},
};
// clang-format on

}  // namespace key_lists

// clang-format off
inline constexpr section sections[] = {
  {"document", "a plan", key_lists::document},
  {"plan", "[plan]", key_lists::plan},
  {"period", "a period", key_lists::period},
  {"rounding", "a rounding", key_lists::rounding},
  {"parameters", "[parameters]", {}, takes::literal | takes::table, "parameter"},
  {"parameter", "a parameter", key_lists::parameter},
  {"tables", "[tables]", {}, takes::table, "table"},
  {"table", "a table", key_lists::table},
  {"links", "a list of links", {}, takes::text | takes::table, "link"},
  {"link", "a link", key_lists::link},
  {"columns", "a list of columns", {}, takes::text | takes::table, "column"},
  {"column", "a column", key_lists::column},
  {"row", "a row", {}, takes::literal},
  {"csv", "a table's `csv`", key_lists::csv},
  {"evidence rules", "[evidence]", {}, takes::table, "evidence"},
  {"evidence", "an evidence rule", key_lists::evidence},
  {"define", "[define]", {}, takes::formula | takes::table, "definitions"},
  {"definitions", "definitions", {}, takes::formula},
  {"indicator", "an indicator", key_lists::indicator},
  {"scoring", "a scoring method", key_lists::scoring},
  {"zero target", "`zero_target`", key_lists::zero_target},
  {"score section", "a section", key_lists::score_section},
  {"scorecard", "[scorecard]", key_lists::scorecard},
  {"adjustment", "an adjustment", key_lists::adjustment},
  {"grading", "[grading]", key_lists::grading},
  {"grade", "a grade", key_lists::grade, takes::formula},
  {"curves", "[curves]", {}, takes::table, "curve"},
  {"curve", "a curve", key_lists::curve},
  {"tier", "a tier", key_lists::tier},
  {"matrices", "[matrices]", {}, takes::table, "matrix"},
  {"matrix", "a matrix", key_lists::matrix},
  {"axes", "a list of axes", {}, takes::anything},
  {"schedule", "tiers from a table", key_lists::schedule},
  {"match", "`match`", {}, takes::formula},
  {"incentive", "an incentive", key_lists::incentive},
  {"payout", "[payout]", key_lists::payout},
  {"goal", "a goal", key_lists::goal},
  {"balance", "a balance", key_lists::balance},
  {"output", "an output", key_lists::output},
  {"check", "a check", key_lists::check},
  {"total", "a total", key_lists::total},
};
// clang-format on

/// The section of that name; null when there is none.
[[nodiscard]] constexpr const section* find_section(std::string_view name) {
  for (const section& s : sections)
    if (s.name == name) return &s;
  return nullptr;
}

/// The key of that name; null when the section has none.
[[nodiscard]] constexpr const key* find_key(const section& in, std::string_view name) {
  for (const key& k : in.keys)
    if (k.name == name) return &k;
  return nullptr;
}

/// The n-th of words written with `|` between them; empty past the last.
[[nodiscard]] constexpr std::string_view word_at(std::string_view words, std::size_t n) {
  while (!words.empty()) {
    const std::size_t end = words.find('|', 1);  // a word is never empty, and one of them is `|` itself
    const std::string_view word = words.substr(0, end);
    if (n-- == 0) return word;
    words = end == std::string_view::npos ? std::string_view() : words.substr(end + 1);
  }
  return {};
}

/// The place of a word among words written with `|` between them; -1 when it is none of them.
[[nodiscard]] constexpr int find_word(std::string_view words, std::string_view word) {
  for (std::size_t n = 0;; ++n) {
    const std::string_view at = word_at(words, n);
    if (at.empty()) return -1;
    if (at == word) return static_cast<int>(n);
  }
}

namespace detail {
constexpr bool sections_are_whole() {
  const auto is_known = [](std::string_view name) {  // no comparison of pointers: under sanitizers g++ 12 takes it for no constant
    for (const section& s : sections)
      if (s.name == name) return true;
    return name.empty();
  };
  for (const section& s : sections) {
    if (!is_known(s.others_of)) return false;
    for (const key& k : s.keys)
      if (!is_known(k.of) || !is_known(k.table_of)) return false;
  }
  return true;
}
}  // namespace detail

static_assert(detail::sections_are_whole(), "every section that a key names exists");

}  // namespace attain::model
