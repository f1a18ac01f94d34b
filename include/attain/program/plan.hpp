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
#include "attain/plan/document_toml.hpp"
#include "attain/plan/model.hpp"
#include "attain/plan/read.hpp"
#include "attain/plan/validate.hpp"
#include "attain/program/lower.hpp"
#include "attain/text/diagnostic.hpp"
#include "attain/text/render.hpp"
#include "attain/text/source.hpp"

namespace attain {

/// A plan, read and compiled. Immutable and cheap to copy; any number of threads may use one. A plan with mistakes is a plan too: `ok()` is
/// false, `messages()` says what is wrong, and it cannot be scored with.
class plan {
 public:
  /// Reads a plan from TOML text. `name` stands in messages. Never throws for what the text says.
  [[nodiscard]] static plan parse(std::string text, std::string name = "plan.toml") {
    auto made = std::make_shared<contents>();
    made->text = source(std::move(name), std::move(text));
    compile(*made);
    return plan(std::move(made));
  }

  /// Reads a plan from a file. Throws `attain::error` when the file cannot be read.
  [[nodiscard]] static plan load(const std::filesystem::path& path) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed)) throw error("cannot read plan " + path.string() + ": it is a folder");
    std::ifstream file(path, std::ios::binary);
    if (!file) throw error("cannot read plan " + path.string());
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (file.bad()) throw error("cannot read plan " + path.string());
    return parse(std::move(text), path.filename().string());
  }

  /// Whether the plan has no errors; warnings do not count.
  [[nodiscard]] bool ok() const { return !contents_->messages.has_errors(); }
  /// Everything found wrong or doubtful, by place.
  [[nodiscard]] const diagnostics& messages() const { return contents_->messages; }
  /// All messages as text with the lines they are about, and a last line that counts them; empty when there is nothing to say.
  [[nodiscard]] std::string report(const render_options& options = {}) const {
    if (contents_->messages.empty()) return {};
    return render(contents_->text, contents_->messages, options) + "\n" + summary(contents_->messages) + "\n";
  }
  [[nodiscard]] const source& text() const { return contents_->text; }
  [[nodiscard]] const model::plan& model() const { return contents_->model; }
  [[nodiscard]] const program::program& code() const { return contents_->code; }

 private:
  struct contents {
    source text;
    diagnostics messages;
    attain::model::plan model;
    program::program code;
  };

  explicit plan(std::shared_ptr<const contents> made) : contents_(std::move(made)) {}

  static void compile(contents& to) {
    const document::parsed document = document::parse_toml(to.text, to.messages);
    to.model = attain::model::read(document, to.messages);
    formula::checker(to.model.names, to.messages).check_all();
    attain::model::agree(to.model, to.messages);
    attain::model::validate(to.model, to.messages);
    to.messages.sort();
    if (to.messages.has_errors()) return;
    to.code = program::lower(to.model, to.messages);
  }

  std::shared_ptr<const contents> contents_;
};

}  // namespace attain
