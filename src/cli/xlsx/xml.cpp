// SPDX-License-Identifier: Apache-2.0
/// Reading of XML.
#include "cli/xlsx/xml.hpp"

#include <expat.h>

#include <cstddef>
#include <new>
#include <utility>

namespace attain::cli::xlsx {

namespace {

constexpr char separator = '|';  // between namespace and name

std::string_view local(std::string_view name) { return name.substr(name.rfind(separator) + 1); }

}  // namespace

std::string_view attributes::operator[](std::string_view name) const {
  for (const char** at = list_; *at != nullptr; at += 2)
    if (local(*at) == name) return at[1];
  return {};
}

xml_reader::xml_reader(xml_events events) : events_(std::move(events)), parser_(XML_ParserCreateNS(nullptr, separator)) {
  if (parser_ == nullptr) throw std::bad_alloc();
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, on_begin, on_end);
  XML_SetCharacterDataHandler(parser_, on_text);
}

xml_reader::~xml_reader() { XML_ParserFree(parser_); }

bool xml_reader::feed(std::string_view bytes) {
  const XML_Status done = XML_Parse(parser_, bytes.data(), static_cast<int>(bytes.size()), bytes.empty() ? 1 : 0);
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  return done == XML_STATUS_OK;
}

template <class Call>
void xml_reader::guard(Call call) {
  if (thrown_) return;
  try {
    call();
  } catch (...) {
    thrown_ = std::current_exception();
    static_cast<void>(XML_StopParser(parser_, XML_FALSE));
  }
}

void xml_reader::on_begin(void* self, const char* name, const char** attributes) {
  auto& me = *static_cast<xml_reader*>(self);
  me.guard([&] { me.events_.begin(local(name), xlsx::attributes(attributes)); });
}

void xml_reader::on_end(void* self, const char* name) {
  auto& me = *static_cast<xml_reader*>(self);
  me.guard([&] { me.events_.end(local(name)); });
}

void xml_reader::on_text(void* self, const char* text, int size) {
  auto& me = *static_cast<xml_reader*>(self);
  me.guard([&] { me.events_.text({text, static_cast<std::size_t>(size)}); });
}

}  // namespace attain::cli::xlsx
