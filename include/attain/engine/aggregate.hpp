// SPDX-License-Identifier: Apache-2.0
/// Brings values of child rows up to their parents: one accumulator for each row of the parent's block, fed in batches of children.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "attain/engine/bound.hpp"
#include "attain/engine/kernels.hpp"
#include "attain/engine/registers.hpp"
#include "attain/number/arithmetic.hpp"
#include "attain/program/ir.hpp"

namespace attain::engine {

/// One value of any kind.
template <class N>
struct cell {
  N number{};
  std::string_view text;
  std::int32_t date = 0;
  std::uint8_t boolean = 0;
  std::uint32_t row = none;

  template <class T>
  [[nodiscard]] const T& get() const {
    if constexpr (std::is_same_v<T, N>) return number;
    else if constexpr (std::is_same_v<T, std::string_view>) return text;
    else if constexpr (std::is_same_v<T, std::int32_t>) return date;
    else if constexpr (std::is_same_v<T, std::uint8_t>) return boolean;
    else return row;
  }
  template <class T>
  [[nodiscard]] T& get() {
    return const_cast<T&>(std::as_const(*this).template get<T>());
  }
};

/// The nodes of one aggregate as the evaluator holds them for a batch; null where the aggregate has none.
template <class N>
struct aggregate_input {
  value_source<N> where;
  value_source<N> value;
  value_source<N> weight;
  std::vector<value_source<N>> order_keys;
  std::span<const mark> unplaced;  ///< by row of the batch: failed where nobody can know whether it counts; empty: there is no such row
};

/// The accumulators of one aggregate over the rows of a parent block. Batches must come in the order of the parents.
template <class N>
class accumulators {
 public:
  using source = value_source<N>;
  using function = formula::function;

  accumulators(const program::aggregate& aggregate, program::node_id node) : aggregate_(&aggregate), node_(node) {}

  void start(std::size_t parents);
  /// Adds a batch. `ties` orders rows that the order keys leave equal. Returns whether a failed row came up.
  bool add(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties, cause_list& causes);
  /// Adds what others of the same aggregate and as many parents took of other rows: whatever the parts and their order, what `finish` writes is the
  /// same. `ties` as in `add`.
  void merge(const accumulators& others, const row_keys& ties, cause_list& causes);
  /// The rows that were passed over because something was empty; of the first of them the number and what was empty.
  struct gaps {
    std::uint64_t count = 0;
    std::uint32_t row = none;
    mark why = present;
  };
  [[nodiscard]] const gaps& passed_over() const { return gaps_; }
  /// Takes back what was passed over since, when rows are evaluated a second time.
  void set_passed_over(const gaps& before) { gaps_ = before; }
  /// Writes the results; `parameter` is p or k in the parent's frame, `fail(code, i)` gives a mark.
  template <class Fail>
  void finish(value_array<N>& out, const source& parameter, Fail fail);

 private:
  [[nodiscard]] bool select(const frame_rows& batch, const aggregate_input<N>& input, cause_list& causes);
  template <class T>
  void take(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties);
  void take_sums(const frame_rows& batch, const aggregate_input<N>& input);
  template <class T>
  void take_extremes(const frame_rows& batch, const operand<T>& values);
  template <class T>
  void take_ends(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties);
  [[nodiscard]] int order_against_best(std::size_t parent, std::size_t i, std::uint32_t row, const aggregate_input<N>& input, const row_keys& ties);
  void remember_best(std::size_t parent, std::size_t i, const aggregate_input<N>& input);
  [[nodiscard]] bool has_better(std::size_t parent, const accumulators& others, const row_keys& ties) const;
  void take_best(std::size_t parent, const accumulators& others);
  void append_collected(const accumulators& others);

  template <class Fail>
  [[nodiscard]] mark finish_number(std::size_t parent, N& out, const source& parameter, Fail fail);
  template <class Fail>
  [[nodiscard]] mark finish_sum(std::size_t parent, N& out, Fail fail);
  template <class Fail>
  [[nodiscard]] mark finish_sorted(std::size_t parent, N& out, const source& parameter, Fail fail);
  template <class Fail>
  [[nodiscard]] mark quantile(const N* sorted, std::size_t count, const N& p, bool exclusive, std::size_t parent, N& out, Fail fail);
  template <class T>
  [[nodiscard]] std::int64_t count_distinct(std::size_t parent);

  [[nodiscard]] bool is_collected() const {
    switch (aggregate_->function) {
      case function::product:
      case function::median:
      case function::percentile:
      case function::nth_largest:
      case function::count_distinct: return true;
      default: return false;
    }
  }
  [[nodiscard]] mark nothing() const { return make_mark(state::empty, node_); }
  [[nodiscard]] static int compare_cells(value_kind kind, const cell<N>& a, const cell<N>& b) {
    return with_kind<N>(kind, [&](auto k) {
      using T = typename decltype(k)::type;
      return compare_values<N>(a.template get<T>(), b.template get<T>());
    });
  }

  const program::aggregate* aggregate_;
  program::node_id node_;
  gaps gaps_;
  std::vector<std::uint32_t> selected_;    // positions of the batch that count
  std::vector<mark> failed_;               // by parent, as all below
  std::vector<std::uint64_t> counts_;
  std::vector<typename arithmetic<N>::sum> sums_;
  std::vector<typename arithmetic<N>::sum> weights_;
  std::vector<outcome> outcomes_;          // of what was multiplied before it was summed
  std::vector<std::uint8_t> flags_;        // any, all
  std::vector<std::uint32_t> best_row_;
  std::vector<cell<N>> best_;
  std::vector<cell<N>> best_keys_;         // as many for each parent as there are order keys
  std::vector<value_kind> key_kinds_;      // of the order keys
  value_array<N> collected_;               // the values of all parents, one after the other
  std::size_t collected_size_ = 0;
  std::vector<std::size_t> collected_start_;
};

template <class N>
void accumulators<N>::start(std::size_t parents) {
  failed_.assign(parents, present);
  counts_.assign(parents, 0);
  collected_size_ = 0;
  switch (aggregate_->function) {
    case function::weighted_avg:
      weights_.assign(parents, {});
      outcomes_.assign(parents, outcome::ok);
      [[fallthrough]];
    case function::sum:
    case function::avg: sums_.assign(parents, {}); break;
    case function::any: flags_.assign(parents, 0); break;
    case function::all: flags_.assign(parents, 1); break;
    case function::min:
    case function::max: best_.assign(parents, {}); break;
    case function::first:
    case function::last:
      best_.assign(parents, {});
      best_row_.assign(parents, none);
      best_keys_.assign(parents * aggregate_->order_by.size(), {});
      break;
    default: break;
  }
}

/// Finds the positions of the batch that count. A row whose condition is empty or does not hold is left out whatever its value, and one without a
/// value cannot count wherever it belongs.
template <class N>
bool accumulators<N>::select(const frame_rows& batch, const aggregate_input<N>& input, cause_list& causes) {
  selected_.clear();
  bool any_failed = false;
  const operand<std::uint8_t> where = input.where.array != nullptr ? input.where.template as<std::uint8_t>() : operand<std::uint8_t>{};
  for (std::size_t i = 0; i < batch.size; ++i) {
    mark m = present;
    if (where.values != nullptr) {
      m = where.mark_at(i);
      if (m == present && where[i] == 0) continue;
    }
    if (m == present) {
      if (input.value.array != nullptr) m = input.value.mark_at(i);
      if (input.weight.array != nullptr) m = combine(m, input.weight.mark_at(i));
      for (const source& key : input.order_keys) m = combine(m, key.mark_at(i));
      if (m == present && !input.unplaced.empty()) m = input.unplaced[i];
    }
    if (m == present) {
      selected_.push_back(static_cast<std::uint32_t>(i));
    } else if (is_failed(m)) {
      mark& parent = failed_[batch.parents[i]];
      parent = parent == present ? m : causes.join(parent, m);
      any_failed = true;
    } else if (aggregate_->tells_gaps && state_of(m) == state::empty) {
      ++gaps_.count;
      if (batch.rows[i] < gaps_.row) gaps_ = {gaps_.count, batch.rows[i], m};
    }
  }
  return any_failed;
}

template <class N>
bool accumulators<N>::add(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties, cause_list& causes) {
  const bool any_failed = select(batch, input, causes);
  if (key_kinds_.empty())
    for (const source& key : input.order_keys) key_kinds_.push_back(key.array->kind());
  // Parents come in order, so what they collect lies one behind the other.
  if (is_collected()) {
    collected_.resize(input.value.array->kind(), std::max(collected_.size(), collected_size_ + selected_.size()));
  }
  if (input.value.array == nullptr) {
    for (const std::uint32_t i : selected_) ++counts_[batch.parents[i]];
  } else {
    with_kind<N>(input.value.array->kind(), [&](auto kind) { take<typename decltype(kind)::type>(batch, input, ties); });
    for (const std::uint32_t i : selected_) ++counts_[batch.parents[i]];
  }
  return any_failed;
}

template <class N>
template <class T>
void accumulators<N>::take(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties) {
  const operand<T> values = input.value.template as<T>();
  if (is_collected()) {
    std::vector<T>& all = collected_.template values<T>();
    for (const std::uint32_t i : selected_) all[collected_size_++] = values[i];
    return;
  }
  switch (aggregate_->function) {
    case function::sum:
    case function::avg:
    case function::weighted_avg: take_sums(batch, input); break;
    case function::min:
    case function::max: take_extremes<T>(batch, values); break;
    case function::first:
    case function::last: take_ends<T>(batch, input, ties); break;
    case function::any:
    case function::all:
      if constexpr (std::is_same_v<T, std::uint8_t>) {
        const std::uint8_t decisive = aggregate_->function == function::any ? 1 : 0;
        for (const std::uint32_t i : selected_)
          if (values[i] == decisive) flags_[batch.parents[i]] = decisive;
      }
      break;
    default: break;
  }
}

template <class N>
void accumulators<N>::take_sums(const frame_rows& batch, const aggregate_input<N>& input) {
  const operand<N> values = input.value.template as<N>();
  if (input.weight.array == nullptr) {
    for (const std::uint32_t i : selected_) (void)sums_[batch.parents[i]].add(values[i]);  // value() tells of an overflow
    return;
  }
  const operand<N> weights = input.weight.template as<N>();
  for (const std::uint32_t i : selected_) {
    const std::size_t parent = batch.parents[i];
    N product{};
    const outcome o = arithmetic<N>::multiply(values[i], weights[i], product);
    if (o == outcome::ok) (void)sums_[parent].add(product);
    else outcomes_[parent] = std::max(outcomes_[parent], o);
    (void)weights_[parent].add(weights[i]);
  }
}

template <class N>
template <class T>
void accumulators<N>::take_extremes(const frame_rows& batch, const operand<T>& values) {
  const int wanted = aggregate_->function == function::min ? -1 : 1;
  for (const std::uint32_t i : selected_) {
    const std::size_t parent = batch.parents[i];
    T& best = best_[parent].template get<T>();
    if (best_[parent].row == none || compare_values<N>(values[i], best) * wanted > 0) best = values[i];
    best_[parent].row = 0;
  }
}

/// Order keys, then the table's key, then the value itself: never the order of the rows.
template <class N>
int accumulators<N>::order_against_best(std::size_t parent, std::size_t i, std::uint32_t row, const aggregate_input<N>& input, const row_keys& ties) {
  const std::size_t keys = input.order_keys.size();
  for (std::size_t k = 0; k < keys; ++k) {
    const int order = with_kind<N>(input.order_keys[k].array->kind(), [&](auto kind) {
      using T = typename decltype(kind)::type;
      return compare_values<N>(input.order_keys[k].template as<T>()[i], best_keys_[parent * keys + k].template get<T>());
    });
    if (order != 0) return aggregate_->order_by[k].descending ? -order : order;
  }
  const std::uint32_t best = best_row_[parent];
  if (!ties.empty() && ties.is_present(row) && ties.is_present(best))
    if (const int order = ties.compare(row, best); order != 0) return order;
  return with_kind<N>(input.value.array->kind(), [&](auto kind) {
    using T = typename decltype(kind)::type;
    return compare_values<N>(input.value.template as<T>()[i], best_[parent].template get<T>());
  });
}

template <class N>
void accumulators<N>::remember_best(std::size_t parent, std::size_t i, const aggregate_input<N>& input) {
  const auto copy = [i](const source& from, cell<N>& to) {
    with_kind<N>(from.array->kind(), [&](auto kind) {
      using T = typename decltype(kind)::type;
      to.template get<T>() = from.template as<T>()[i];
    });
  };
  copy(input.value, best_[parent]);
  for (std::size_t k = 0; k < input.order_keys.size(); ++k) copy(input.order_keys[k], best_keys_[parent * input.order_keys.size() + k]);
}

template <class N>
template <class T>
void accumulators<N>::take_ends(const frame_rows& batch, const aggregate_input<N>& input, const row_keys& ties) {
  const int wanted = aggregate_->function == function::first ? -1 : 1;
  for (const std::uint32_t i : selected_) {
    const std::size_t parent = batch.parents[i];
    const std::uint32_t row = batch.rows[i];
    if (best_row_[parent] != none && order_against_best(parent, i, row, input, ties) * wanted <= 0) continue;
    remember_best(parent, i, input);
    best_row_[parent] = row;
  }
}

template <class N>
void accumulators<N>::merge(const accumulators& others, const row_keys& ties, cause_list& causes) {
  gaps_.count += others.gaps_.count;
  if (others.gaps_.row < gaps_.row) gaps_ = {gaps_.count, others.gaps_.row, others.gaps_.why};
  if (key_kinds_.empty()) key_kinds_ = others.key_kinds_;
  if (is_collected()) append_collected(others);
  for (std::size_t j = 0; j < failed_.size(); ++j) {
    if (is_failed(others.failed_[j])) failed_[j] = failed_[j] == present ? others.failed_[j] : causes.join(failed_[j], others.failed_[j]);
    if (!sums_.empty()) sums_[j].merge(others.sums_[j]);
    if (!weights_.empty()) {
      weights_[j].merge(others.weights_[j]);
      outcomes_[j] = std::max(outcomes_[j], others.outcomes_[j]);
    }
    if (!flags_.empty()) flags_[j] = aggregate_->function == function::any ? flags_[j] | others.flags_[j] : flags_[j] & others.flags_[j];
    if (!best_.empty() && has_better(j, others, ties)) take_best(j, others);
    counts_[j] += others.counts_[j];
  }
}

template <class N>
bool accumulators<N>::has_better(std::size_t parent, const accumulators& others, const row_keys& ties) const {
  if (others.counts_[parent] == 0) return false;
  if (counts_[parent] == 0) return true;
  const bool is_wanted_high = aggregate_->function == function::max || aggregate_->function == function::last;
  int order = 0;
  for (std::size_t k = 0, at = parent * key_kinds_.size(); k < key_kinds_.size() && order == 0; ++k, ++at) {
    order = compare_cells(key_kinds_[k], others.best_keys_[at], best_keys_[at]);
    if (aggregate_->order_by[k].descending) order = -order;
  }
  if (order == 0 && !best_row_.empty() && !ties.empty() && ties.is_present(others.best_row_[parent]) && ties.is_present(best_row_[parent]))
    order = ties.compare(others.best_row_[parent], best_row_[parent]);
  if (order == 0) order = compare_cells(aggregate_->kind, others.best_[parent], best_[parent]);
  return is_wanted_high ? order > 0 : order < 0;
}

template <class N>
void accumulators<N>::take_best(std::size_t parent, const accumulators& others) {
  best_[parent] = others.best_[parent];
  if (best_row_.empty()) return;
  best_row_[parent] = others.best_row_[parent];
  const std::size_t keys = aggregate_->order_by.size();
  std::copy_n(others.best_keys_.begin() + static_cast<std::ptrdiff_t>(parent * keys), keys, best_keys_.begin() + static_cast<std::ptrdiff_t>(parent * keys));
}

/// Behind the values of each parent those that others have of it.
template <class N>
void accumulators<N>::append_collected(const accumulators& others) {
  if (others.collected_size_ == 0) return;
  value_array<N> all;
  all.resize(others.collected_.kind(), collected_size_ + others.collected_size_);
  with_kind<N>(all.kind(), [&](auto kind) {
    using T = typename decltype(kind)::type;
    auto to = all.template values<T>().begin();
    auto own = collected_.template values<T>().begin();
    auto other = others.collected_.template values<T>().begin();
    for (std::size_t j = 0; j < counts_.size(); ++j) {
      to = std::copy_n(own, counts_[j], to);
      to = std::copy_n(other, others.counts_[j], to);
      own += static_cast<std::ptrdiff_t>(counts_[j]);
      other += static_cast<std::ptrdiff_t>(others.counts_[j]);
    }
  });
  collected_size_ = all.size();
  collected_ = std::move(all);
}

}  // namespace attain::engine
