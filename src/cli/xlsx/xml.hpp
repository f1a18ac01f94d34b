// SPDX-License-Identifier: Apache-2.0
/// Reads XML as a stream of elements and texts, over expat. Entities of other files are never opened.
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <string_view>

struct XML_ParserStruct;

namespace attain::cli::xlsx {

/// The attributes of an element, by name without namespace.
class attributes {
 public:
  explicit attributes(const char** list) : list_(list) {}
  /// Empty when there is none.
  [[nodiscard]] std::string_view operator[](std::string_view name) const;

 private:
  const char** list_;
};

/// What is done with elements, by name without namespace, and with the text between them, which may come in pieces.
struct xml_events {
  std::function<void(std::string_view name, const attributes& of)> begin;
  std::function<void(std::string_view name)> end;
  std::function<void(std::string_view text)> text;
};

class xml_reader {
 public:
  explicit xml_reader(xml_events events);
  ~xml_reader();
  xml_reader(const xml_reader&) = delete;
  xml_reader& operator=(const xml_reader&) = delete;

  /// Takes the document in pieces of any size; an empty one ends it. False when it is not well-formed; what an event throws comes through.
  [[nodiscard]] bool feed(std::string_view bytes);

 private:
  static void on_begin(void* self, const char* name, const char** attributes);
  static void on_end(void* self, const char* name);
  static void on_text(void* self, const char* text, int size);
  template <class Call>
  void guard(Call call);

  xml_events events_;
  XML_ParserStruct* parser_;
  std::exception_ptr thrown_;  // by an event: it must not fly through expat
};

}  // namespace attain::cli::xlsx
