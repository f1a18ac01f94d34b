// SPDX-License-Identifier: Apache-2.0
/// Checks the tiers and knots of curves whose numbers are known when the plan is read: order, gaps, overlaps, and whether they can be inverted.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attain/number/rational.hpp"
#include "attain/plan/constants.hpp"
#include "attain/plan/model.hpp"
#include "attain/text/diagnostic.hpp"

namespace attain::model {

/// Checks one curve; made for one call of `validate_curve`.
class curve_validator {
 public:
  curve_validator(const plan& p, const curve& c, diagnostics& messages) : plan_(p), curve_(c), messages_(messages) {
    for (const curve::tier& t : c.tiers) points_.push_back({constant_value(p.names, t.from), constant_value(p.names, t.to), constant_value(p.names, t.value)});
  }

  void check() {
    const std::size_t before = messages_.count();
    if (is_of_knots()) check_knots();
    else check_tiers();
    if (curve_.proportional && !curve_.tiers.empty() && curve_.tiers.back().to == none) {
      messages_
          .error(code::bad_curve, curve_.tiers.back().where, "`" + curve_.name + "` is proportional, and its last tier has no end",
                 "add `to`: the share of the last tier that is covered is paid")
          .here = "`to` is missing";
    }
    if (curve_.proportional && curve_.rows && curve_.rows->table != none && curve_.rows->to == none) {
      messages_
          .error(code::bad_curve, curve_.where, "`" + curve_.name + "` is proportional, and its tiers have no end", "name the column that says where a tier ends: to = \"…\"")
          .here = "`to` is missing";
    }
    if (messages_.count() == before) check_inverse();
  }

 private:
  using number = std::optional<rational>;
  struct point {
    number from;
    number to;
    number value;
  };

  [[nodiscard]] bool is_of_knots() const { return curve_.shape == curve::shape::linear || curve_.shape == curve::shape::rate_linear; }

  /// The place of a formula of a tier, as the plan writes it.
  [[nodiscard]] span place(quantity_id q) const { return plan_.names.quantities[q].formula.whole; }

  void check_knots() {
    for (std::size_t i = 1; i < points_.size(); ++i) {
      const number& x = points_[i].from;
      const number& before = points_[i - 1].from;
      if (!x || !before) continue;
      if (*x < *before) return out_of_order(i, "knots stand from the smallest x to the largest");
      const bool thrice = i >= 2 && points_[i - 2].from == before && *x == *before;
      if (thrice) return out_of_order(i, "two knots with one x are a jump; a third has no place");
    }
  }

  void out_of_order(std::size_t i, std::string help) {
    diagnostic& d = messages_.error(code::tiers_out_of_order, place(curve_.tiers[i].from),
                                    std::string(is_of_knots() ? "knots" : "tiers") + " of `" + curve_.name + "` are out of order", std::move(help));
    d.here = "not above the one before";
    d.related.push_back({place(curve_.tiers[i - 1].from), "the one before"});
  }

  void check_tiers() {
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const curve::tier& t = curve_.tiers[i];
      const point& p = points_[i];
      if (p.from && p.to && ends_too_early(i)) {
        diagnostic& d =
            messages_.error(code::tiers_out_of_order, place(t.to), "a tier of `" + curve_.name + "` ends before it begins", "`to` must be above `from`");
        d.here = "not above `from`";
        d.related.push_back({place(t.from), "it begins here"});
        return;
      }
      if (i > 0 && !follows(i)) return;
    }
  }

  /// A tier holds one point when the next begins there and leaves that point to it.
  [[nodiscard]] bool is_single_point(std::size_t i) const {
    return i + 1 < points_.size() && curve_.tiers[i + 1].excludes_from && !curve_.tiers[i].excludes_from && points_[i].from &&
           points_[i].from == points_[i + 1].from;
  }

  [[nodiscard]] bool ends_too_early(std::size_t i) const { return is_single_point(i) ? *points_[i].to < *points_[i].from : *points_[i].to <= *points_[i].from; }

  /// Whether a tier stands well behind the one before it; reports when not.
  bool follows(std::size_t i) {
    const number& from = points_[i].from;
    const point& before = points_[i - 1];
    if (from && before.from && *from <= *before.from && !is_single_point(i - 1)) {
      const bool same = *from == *before.from;
      out_of_order(i, same ? "two tiers cannot begin at one point, unless the second says `excludes_from = true`"
                           : "tiers stand from the smallest `from` to the largest");
      return false;
    }
    if (!from || !before.to || *before.to == *from) return true;
    const bool gap = *before.to < *from;
    const curve::tier& previous = curve_.tiers[i - 1];
    diagnostic& d = messages_.error(gap ? code::tier_gap : code::tier_overlap, place(curve_.tiers[i].from),
                                    gap ? "there is a gap between two tiers of `" + curve_.name + "`" : "two tiers of `" + curve_.name + "` overlap",
                                    "let the tier begin where the one before ends, or leave `to` out");
    d.here = gap ? "begins here" : "begins before the other ends";
    d.related.push_back({place(previous.to), "the tier before ends here"});
    return false;
  }

  void check_inverse() {
    const std::size_t at = static_cast<std::size_t>(&curve_ - plan_.curves.data());
    if (at >= plan_.names.curves.size()) return;
    const std::vector<span>& asked = plan_.names.curves[at].inverse_asked;
    if (asked.empty()) return;
    const std::string why = why_not_monotone();
    if (why.empty()) return;
    diagnostic& d = messages_.error(code::not_invertible, asked.front(), "`" + curve_.name + "` has no inverse: " + why,
                                    "only a curve that always rises or always falls has one");
    d.here = "asked here";
    d.related.push_back({curve_.where, "the curve"});
  }

  /// Why the curve neither always rises nor always falls between its first and last point; empty when it does, or when that depends on data.
  [[nodiscard]] std::string why_not_monotone() const {
    switch (curve_.shape) {
      case curve::shape::step: return "it stays the same within a step";
      case curve::shape::amount: return curve_.proportional ? same_sign("amount") : "it stays the same within a tier";
      case curve::shape::marginal: return same_sign("rate");
      case curve::shape::linear: return linear();
      case curve::shape::whole_amount: return whole_amount();
      case curve::shape::rate_linear: return rate_linear();
    }
    return {};
  }

  [[nodiscard]] std::string same_sign(const std::string& what) const {
    int sign = 0;
    for (const point& p : points_) {
      if (!p.value) return {};
      if (p.value->is_zero()) return "a tier's " + what + " is 0";
      if (sign != 0 && p.value->sign() != sign) return "its " + what + "s have different signs";
      sign = p.value->sign();
    }
    return {};
  }

  [[nodiscard]] std::string linear() const {
    int direction = 0;
    for (std::size_t i = 1; i < points_.size(); ++i) {
      if (!points_[i].value || !points_[i - 1].value) return {};
      const int rise = (*points_[i].value - *points_[i - 1].value).sign();
      if (rise == 0) return "it is flat between two knots";
      if (direction != 0 && rise != direction) return "it rises and falls";
      direction = rise;
    }
    return {};
  }

  /// x times the rate of its tier jumps where tiers meet: towards larger results only when rates do not fall and x is not negative.
  [[nodiscard]] std::string whole_amount() const {
    const std::string rates = same_sign("rate");
    if (!rates.empty()) return rates;
    for (std::size_t i = 1; i < points_.size(); ++i) {
      const point& p = points_[i];
      if (!p.value || !points_[i - 1].value || !p.from) return {};
      const int change = (*p.value - *points_[i - 1].value).sign() * p.value->sign() * p.from->sign();
      if (change < 0) return "it jumps back where a tier begins";
    }
    return {};
  }

  /// Between two knots the slope of x times r(x) is itself a line, so its signs at both ends decide.
  [[nodiscard]] std::string rate_linear() const {
    int direction = 0;
    for (std::size_t i = 1; i < points_.size(); ++i) {
      const point& a = points_[i - 1];
      const point& b = points_[i];
      if (!a.from || !b.from || !a.value || !b.value) return {};
      if (*a.from == *b.from) continue;
      const rational steepness = (*b.value - *a.value) / (*b.from - *a.from);
      for (const point* end : {&a, &b}) {
        const int slope = (*end->value + *end->from * steepness).sign();
        if (slope != 0 && direction != 0 && slope != direction) return "it rises and falls";
        if (slope != 0) direction = slope;
      }
    }
    return direction == 0 ? "its rate is 0" : "";
  }

  const plan& plan_;
  const curve& curve_;
  diagnostics& messages_;
  std::vector<point> points_;
};

/// Checks one curve of the plan. What depends on data is checked row by row by the engine.
inline void validate_curve(const plan& p, const curve& c, diagnostics& messages) { curve_validator(p, c, messages).check(); }

}  // namespace attain::model
