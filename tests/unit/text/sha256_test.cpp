// SPDX-License-Identifier: Apache-2.0
#include "attain/text/sha256.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace attain {
namespace {

TEST(sha256, examples_of_the_standard) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/// Where the padding begins a block of its own; computed with another program.
TEST(sha256, every_length_around_a_block) {
  const std::pair<std::size_t, const char*> known[] = {
      {55, "aadaed00a3c5fbb8072ae7f1984ba8199fbe5272de427d11eaf31583af37db51"},  {56, "528ff50ab05e77bbbd224a9ec86165dbb6824a9a9efb544be0a1d57d5b416457"},
      {57, "6eaa0abf8d7eda3e157692f5191a59bc08196ac193f6ac3bdde2af54214f2240"},  {63, "d12449c8124182545ae91924286cc6af13528bcf62a5ddbd5e00b891fffc1b48"},
      {64, "8667e718294e9e0df1d30600ba3eeb201f764aad2dad72748643e4a285e1d1f7"},  {65, "855c9a28fff2bbbd71327165554a00c6fdd44d5d58c1f12b8fdff29b5d67f001"},
      {119, "b863f94597d433ef2280e3b4656f13ea265a79bb8047287321c218905b03c99b"}, {120, "9088fee917e5a748c2f0b4f5458c1cbdabbd696291c69be6e605bae0ef779e8f"},
      {121, "3432c4b1b93a37fed8c045731025db0ab2e688ff48694ec39f9635626679525b"},
  };
  for (const auto& [size, digest] : known) EXPECT_EQ(sha256(std::string(size, '\xFF')), digest) << size;
}

}  // namespace
}  // namespace attain
