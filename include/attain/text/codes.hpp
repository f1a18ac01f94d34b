// SPDX-License-Identifier: Apache-2.0
/// The registry of message codes: one line each, numbers never reused, every code with a golden file under tests/golden/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// clang-format off
// The digit after the A is the station that speaks: 1 document, 2 formula text, 3 names and dimensions,
// 4 the plan as a whole, 5 input data, 6 evaluation, 9 the engine itself and what it cannot do yet.
#define ATTAIN_CODES(X) \
  X(1001, toml_syntax,            "not valid TOML") \
  X(1002, language_version,       "`attain = 1` is missing or another version") \
  X(1003, unknown_key,            "unknown key") \
  X(1004, missing_key,            "required key is missing") \
  X(1005, wrong_value,            "a value of another kind is needed") \
  X(1006, unknown_word,           "not one of the allowed words") \
  X(1007, long_number,            "number with more digits than a float holds") \
  X(1008, not_utf8,               "not UTF-8") \
  X(1009, too_large,              "document beyond its limits") \
  X(1010, json_syntax,            "not valid JSON") \
  X(2001, unexpected_character,   "character that no formula has") \
  X(2002, unclosed_text,          "text without closing quote") \
  X(2003, unclosed_bracket,       "bracket without its partner") \
  X(2004, unexpected_token,       "something else was expected here") \
  X(2005, unquoted_date,          "date without quotes") \
  X(2006, mixed_chain,            "comparisons chained in both directions") \
  X(2007, formula_limit,          "formula beyond its limits") \
  X(2008, empty_formula,          "formula without content") \
  X(2009, case_without_else,      "case without else") \
  X(2010, bad_number,             "number that cannot be read") \
  X(2011, reserved_word,          "reserved word as a name") \
  X(2012, repeated_clause,        "clause given twice") \
  X(3001, unknown_name,           "unknown name") \
  X(3002, name_clash,             "two things with one name") \
  X(3003, needs_aggregate,        "many rows where one value is needed") \
  X(3004, nested_aggregate,       "aggregate directly inside an aggregate") \
  X(3005, cycle,                  "definitions that need each other") \
  X(3006, no_link,                "no link between two tables") \
  X(3007, several_links,          "several links lead there") \
  X(3008, two_tables,             "rows of two tables in one aggregate") \
  X(3009, whole_indicator,        "indicator without a part") \
  X(3010, unknown_part,           "no such part") \
  X(3011, not_a_function,         "not a function") \
  X(3012, wrong_arguments,        "wrong number or kind of arguments") \
  X(3013, bad_option,             "wrong option or clause") \
  X(3014, dimension_mismatch,     "dimensions that do not go together") \
  X(3015, wrong_type,             "value of another type is needed") \
  X(3016, bad_date,               "text that is no date") \
  X(3017, percentage_as_amount,   "percentage beside money or days") \
  X(3018, attainment_as_percent,  "attainment compared with a large bare number") \
  X(3019, score_as_percent,       "score compared with a percentage") \
  X(3020, currency_mismatch,      "two currencies") \
  X(3021, curve_dimension,        "curve called with two dimensions") \
  X(3022, too_deep,               "definitions nested too deep") \
  X(3023, missing_compared,       "comparison with missing") \
  X(3024, needs_link_name,        "name behind several links") \
  X(3025, bad_identifier,         "name that cannot be written in a formula") \
  X(3026, ambiguous_name,         "name that stands in two tables") \
  X(3027, reserved_name,          "given name used for something else") \
  X(4001, weights_not_100,        "weights that do not add up to 100 %") \
  X(4002, tiers_out_of_order,     "tiers or knots out of order") \
  X(4003, tier_gap,               "gap between tiers") \
  X(4004, tier_overlap,           "overlapping tiers") \
  X(4005, bad_curve,              "curve that cannot be computed") \
  X(4006, not_invertible,         "inverse of a curve that is not monotone") \
  X(4007, needs_target,           "attainment without target") \
  X(4008, unknown_table,          "unknown table") \
  X(4009, unknown_column,         "unknown column") \
  X(4010, bad_link,               "link that cannot be followed") \
  X(4011, parameter_range,        "parameter outside its range") \
  X(4012, unknown_currency,       "unknown currency") \
  X(4013, bad_grades,             "grades out of order") \
  X(4014, bad_period,             "period that ends before it begins") \
  X(4015, floor_above_cap,        "floor above cap") \
  X(4016, too_many_steps,         "plan beyond its limits") \
  X(4017, evidence_without_key,   "once_per on a table without key") \
  X(4018, bad_score,              "scoring method that cannot be computed") \
  X(4030, bad_matrix,             "matrix that cannot be computed") \
  X(4031, bad_section,            "section without indicators, or indicator without section") \
  X(4032, negative_weight,        "negative weight") \
  X(4033, doubtful,               "rarely meant") \
  X(4041, contradicting_rows,     "rows of the plan that contradict each other") \
  X(4042, bad_table,              "table with keys that do not go together") \
  X(4043, no_rates,               "no table of exchange rates") \
  X(4081, balance_type,           "balance of unknown type") \
  X(4091, shares_not_100,         "shares that do not add up to 100 %") \
  X(4092, bad_distribution,       "forced distribution that cannot be computed") \
  X(5001, unknown_table_data,     "data for a table the plan does not have") \
  X(5002, missing_table,          "table of the plan without data") \
  X(5003, missing_column,         "column of the plan missing in the data") \
  X(5004, unreadable_cell,        "cell that cannot be read") \
  X(5005, empty_cell,             "empty cell in a required column") \
  X(5006, duplicate_key,          "two rows with one key") \
  X(5007, orphan,                 "link to a row that does not exist") \
  X(5008, too_many_fields,        "row with too many fields") \
  X(5009, too_few_fields,         "row with too few fields") \
  X(5010, unclosed_quote,         "file that ends inside a quoted field") \
  X(5011, bad_encoding,           "bytes that are not of the file's encoding") \
  X(5012, outside_period,         "rows outside the period") \
  X(5013, missing_key_cell,       "row without a key") \
  X(5014, duplicate_header,       "two columns with one header") \
  X(5015, empty_file,             "file without a header") \
  X(5016, column_type,            "column handed over with another type") \
  X(5017, column_length,          "columns of different length") \
  X(5018, ignored_link,           "links left out on purpose") \
  X(5031, blank_rows,             "rows without any content") \
  X(5041, unused_data,            "data for a table that takes none") \
  X(5042, overlapping_validity,   "rows with one key that hold on the same days") \
  X(5043, ends_before_it_begins,  "row that ends before it begins to hold") \
  X(5061, circle,                 "rows that lead back to themselves") \
  X(5081, wrong_state,            "state that is not the one before this period") \
  X(5082, no_state,               "rows without a row in the state") \
  X(5083, carried_state,          "row of the state that belongs to nobody") \
  X(5084, failed_balance,         "balance that failed in an earlier period") \
  X(6001, division_by_zero,       "division by zero") \
  X(6002, target_not_positive,    "target of zero or less") \
  X(6003, lookup_without_row,     "look-up without row") \
  X(6004, number_too_large,       "number beyond its limits") \
  X(6005, outside_domain,         "argument outside a function's domain") \
  X(6006, outside_curve,          "value outside a curve") \
  X(6007, limits_crossed,         "lower limit above upper limit") \
  X(6008, empty_result,           "result without a value") \
  X(6009, no_grade,               "score below the lowest grade") \
  X(6010, date_out_of_range,      "date outside the calendar") \
  X(6011, tied_rows,              "rows without an order among them") \
  X(6031, row_weights,            "weights of a row that do not add up") \
  X(6032, no_open_grade,          "no grade whose conditions hold") \
  X(6033, group_disagrees,        "value that differs within its group") \
  X(6041, failed_check,           "row that fails a check") \
  X(6042, passed_over,            "rows that an aggregate passes over") \
  X(6091, small_pool,             "pool smaller than the smallest group") \
  X(6092, moved_by_shares,        "another grade than by score alone") \
  X(6043, rate_not_positive,      "exchange rate of zero or less") \
  X(6051, unit_not_positive,      "unit of zero or less") \
  X(6052, broken_pool,            "pool that is no whole number of units") \
  X(6053, nobody_shares,          "pool that nobody has a weight for") \
  X(6054, weight_below_zero,      "weight below zero") \
  X(6055, unmet_limits,           "limits that a pool cannot meet") \
  X(9002, internal,               "defect in the engine")
// clang-format on

namespace attain {

/// What a message is about. The number is the four digits behind the `A`.
enum class code : std::uint16_t {
#define ATTAIN_CODE(number, name, title) name = number,
  ATTAIN_CODES(ATTAIN_CODE)
#undef ATTAIN_CODE
};

/// `A3014`.
[[nodiscard]] inline std::string to_string(code c) { return "A" + std::to_string(static_cast<int>(c)); }

/// The registry's few words on a code.
[[nodiscard]] inline std::string_view title_of(code c) {
  switch (c) {
#define ATTAIN_CODE(number, name, title) \
  case code::name:                       \
    return title;
    ATTAIN_CODES(ATTAIN_CODE)
#undef ATTAIN_CODE
  }
  return "";
}

}  // namespace attain
