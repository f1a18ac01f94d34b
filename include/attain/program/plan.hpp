// SPDX-License-Identifier: Apache-2.0
/// The compiled plan: what a host keeps, shares between threads and scores with.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "attain/base/error.hpp"
#include "attain/formula/checker.hpp"
#include "attain/plan/agree.hpp"
#include "attain/plan/document.hpp"
#include "attain/plan/document_canonical.hpp"
#include "attain/plan/document_json.hpp"
#include "attain/plan/document_place.hpp"
#include "attain/plan/document_toml.hpp"
#include "attain/plan/model.hpp"
#include "attain/plan/read.hpp"
#include "attain/plan/settle_balances.hpp"
#include "attain/plan/validate.hpp"
#include "attain/program/lower.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/render.hpp"
#include "attain/text/sha256.hpp"
#include "attain/text/source.hpp"

namespace attain {

/// A plan, read and compiled. Immutable and cheap to copy; any number of threads may use one. A plan with mistakes is a plan too: `ok()` is
/// false, `messages()` says what is wrong, and it cannot be scored with.
class plan {
 public:
  /// Reads a plan from text in TOML or JSON. `name` stands in messages; empty: plan.toml or plan.json. Never throws for what the text says.
  [[nodiscard]] static plan parse(std::string text, std::string name = {}, document::format format = document::format::detect) {
    auto made = std::make_shared<contents>();
    if (format == document::format::detect) format = document::detect(text, name);
    made->is_json = format == document::format::json;
    if (name.empty()) name = made->is_json ? "plan.json" : "plan.toml";
    made->text = source(std::move(name), std::move(text));
    compile(*made);
    return plan(std::move(made));
  }

  /// Reads a plan from a file, which is JSON when its name ends in .json. Throws `attain::error` when the file cannot be read.
  [[nodiscard]] static plan load(const std::filesystem::path& path) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed)) throw error("cannot read plan " + path.string() + ": it is a folder");
    std::ifstream file(path, std::ios::binary);
    if (!file) throw error("cannot read plan " + path.string());
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (file.bad()) throw error("cannot read plan " + path.string());
    return parse(std::move(text), path.filename().string());
  }

  /// A plan that was moved from is still one: moving copies, which costs no more.
  plan(const plan&) = default;
  plan& operator=(const plan&) = default;
  ~plan() = default;

  /// Whether the plan has no errors; warnings do not count.
  [[nodiscard]] bool ok() const { return !contents_->messages.has_errors(); }
  /// Everything found wrong or doubtful, by place.
  [[nodiscard]] const diagnostics& messages() const { return contents_->messages; }
  /// All messages as text with the lines they are about, and a last line that counts them; empty when there is nothing to say.
  [[nodiscard]] std::string report(const render_options& options = {}) const {
    if (contents_->messages.empty()) return {};
    render_options look = options;
    look.tree_places = look.tree_places || contents_->is_json;
    return render(contents_->text, contents_->messages, look) + "\n" + summary(contents_->messages) + "\n";
  }
  /// The plan as JSON on one line, the same for all ways of writing it: whatever order, blanks, comments, TOML or JSON. Empty when the plan has errors.
  [[nodiscard]] const std::string& canonical() const { return contents_->canonical; }
  /// What identifies the plan: the SHA-256 of `canonical()` as 64 hexadecimal digits. Empty when the plan has errors.
  [[nodiscard]] const std::string& digest() const { return contents_->digest; }
  [[nodiscard]] const source& text() const { return contents_->text; }
  [[nodiscard]] const model::plan& model() const { return contents_->model; }
  [[nodiscard]] const program::program& code() const { return contents_->code; }

 private:
  struct contents {
    source text;
    bool is_json = false;
    diagnostics messages;
    std::string canonical;
    std::string digest;
    attain::model::plan model;
    program::program code;
  };

  explicit plan(std::shared_ptr<const contents> made) : contents_(std::move(made)) {}

  static void compile(contents& to) {
    const document::parsed document = to.is_json ? document::parse_json(to.text, to.messages) : document::parse_toml(to.text, to.messages);
    to.model = attain::model::read(document, to.messages);
    attain::model::settle_balances(to.model, to.messages);
    formula::checker(to.model.names, to.messages).check_all();
    attain::model::agree(to.model, to.messages);
    attain::model::validate(to.model, to.messages);
    to.messages.sort();
    if (!to.messages.has_errors()) to.code = program::lower(to.model, to.messages);
    if (!to.messages.empty()) {
      const document::place_index places(document.root);
      to.messages.set_places([&](span where) { return places.find(where); });
    }
    if (to.messages.has_errors()) return;
    to.canonical = document::canonical_text(document.root);
    to.digest = sha256(to.canonical);
  }

  std::shared_ptr<const contents> contents_;
};

}  // namespace attain
