// SPDX-License-Identifier: Apache-2.0
/// The currencies a plan can pay in: ISO 4217 codes with the decimals of their smallest unit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attain/text/nearest.hpp"

namespace attain::model {

/// A currency that people are paid in; funds, metals and codes for testing are left out.
struct currency {
  std::string_view code;
  std::int8_t minor_unit = 2;  ///< decimals
};

// clang-format off
inline constexpr currency currencies[] = {
    {"AED"}, {"AFN"}, {"ALL"}, {"AMD"}, {"ANG"}, {"AOA"}, {"ARS"}, {"AUD"}, {"AWG"}, {"AZN"}, {"BAM"}, {"BBD"}, {"BDT"}, {"BGN"}, {"BHD", 3},
    {"BIF", 0}, {"BMD"}, {"BND"}, {"BOB"}, {"BRL"}, {"BSD"}, {"BTN"}, {"BWP"}, {"BYN"}, {"BZD"}, {"CAD"}, {"CDF"}, {"CHF"}, {"CLP", 0}, {"CNY"},
    {"COP"}, {"CRC"}, {"CUP"}, {"CVE"}, {"CZK"}, {"DJF", 0}, {"DKK"}, {"DOP"}, {"DZD"}, {"EGP"}, {"ERN"}, {"ETB"}, {"EUR"}, {"FJD"}, {"FKP"},
    {"GBP"}, {"GEL"}, {"GHS"}, {"GIP"}, {"GMD"}, {"GNF", 0}, {"GTQ"}, {"GYD"}, {"HKD"}, {"HNL"}, {"HTG"}, {"HUF"}, {"IDR"}, {"ILS"}, {"INR"},
    {"IQD", 3}, {"IRR"}, {"ISK", 0}, {"JMD"}, {"JOD", 3}, {"JPY", 0}, {"KES"}, {"KGS"}, {"KHR"}, {"KMF", 0}, {"KPW"}, {"KRW", 0}, {"KWD", 3},
    {"KYD"}, {"KZT"}, {"LAK"}, {"LBP"}, {"LKR"}, {"LRD"}, {"LSL"}, {"LYD", 3}, {"MAD"}, {"MDL"}, {"MGA"}, {"MKD"}, {"MMK"}, {"MNT"}, {"MOP"},
    {"MRU"}, {"MUR"}, {"MVR"}, {"MWK"}, {"MXN"}, {"MYR"}, {"MZN"}, {"NAD"}, {"NGN"}, {"NIO"}, {"NOK"}, {"NPR"}, {"NZD"}, {"OMR", 3}, {"PAB"},
    {"PEN"}, {"PGK"}, {"PHP"}, {"PKR"}, {"PLN"}, {"PYG", 0}, {"QAR"}, {"RON"}, {"RSD"}, {"RUB"}, {"RWF", 0}, {"SAR"}, {"SBD"}, {"SCR"}, {"SDG"},
    {"SEK"}, {"SGD"}, {"SHP"}, {"SLE"}, {"SOS"}, {"SRD"}, {"SSP"}, {"STN"}, {"SVC"}, {"SYP"}, {"SZL"}, {"THB"}, {"TJS"}, {"TMT"}, {"TND", 3},
    {"TOP"}, {"TRY"}, {"TTD"}, {"TWD"}, {"TZS"}, {"UAH"}, {"UGX", 0}, {"USD"}, {"UYU"}, {"UZS"}, {"VED"}, {"VES"}, {"VND", 0}, {"VUV", 0},
    {"WST"}, {"XAF", 0}, {"XCD"}, {"XCG"}, {"XOF", 0}, {"XPF", 0}, {"YER"}, {"ZAR"}, {"ZMW"}, {"ZWG"}};
// clang-format on

static_assert(std::is_sorted(std::begin(currencies), std::end(currencies), [](const currency& a, const currency& b) { return a.code < b.code; }));

/// The currency of a code; null when there is none.
[[nodiscard]] constexpr const currency* find_currency(std::string_view code) {
  const auto* found =
      std::lower_bound(std::begin(currencies), std::end(currencies), code, [](const currency& c, std::string_view wanted) { return c.code < wanted; });
  return found != std::end(currencies) && found->code == code ? found : nullptr;
}

/// The code somebody probably meant: what people call a currency, or a code nearly spelt like theirs.
[[nodiscard]] inline std::optional<std::string_view> nearest_currency(std::string_view written) {
  struct custom {
    std::string_view name;
    std::string_view code;
  };
  // `RMB` is one letter away from the rouble, so what people say comes before what looks alike.
  static constexpr custom customs[] = {{"RMB", "CNY"}, {"CNH", "CNY"}, {"人民币", "CNY"}, {"元", "CNY"}, {"￥", "CNY"},   {"¥", "CNY"},
                                       {"NTD", "TWD"}, {"$", "USD"},   {"US$", "USD"},    {"€", "EUR"},  {"EURO", "EUR"}, {"£", "GBP"}};
  const std::string capitals = to_upper(written);
  for (const custom& c : customs)
    if (c.name == capitals) return c.code;
  std::vector<std::string_view> codes;
  for (const currency& c : currencies) codes.push_back(c.code);
  return nearest_name(written, codes);
}

}  // namespace attain::model
