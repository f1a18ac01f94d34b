#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds a program with nothing but a compiler and pkg-config, and shows that it cannot be built without the latter's flags.
# usage: build.sh COMPILER MAIN_CPP OUTPUT_DIRECTORY PKG_CONFIG_DIRECTORY EXPECTED_OUTPUT
set -euo pipefail
compiler=$1 main=$2 directory=$3 expected=$5
export PKG_CONFIG_PATH=$4

rm -rf "$directory" && mkdir -p "$directory"

read -ra flags <<< "$(pkg-config --cflags --libs attain)"
[[ " ${flags[*]} " == *" -ffp-contract=off "* ]] || { echo "no -ffp-contract=off in: ${flags[*]}"; exit 1; }
"$compiler" -std=c++20 "$main" "${flags[@]}" -o "$directory/consumer"
printed=$("$directory/consumer")
[[ $printed == "$expected" ]] || { echo "should print '$expected' and printed '$printed'"; exit 1; }

if [[ -e /usr/include/attain/attain.hpp || -e /usr/local/include/attain/attain.hpp ]]; then
  echo "an Attain is installed for every program of this machine: not tried whether the flags are needed"
  exit 0
fi
if LC_ALL=C "$compiler" -std=c++20 -fsyntax-only "$main" 2> "$directory/without.txt"; then
  echo "the program compiles without the package's flags: this test finds an Attain it should not"
  exit 1
fi
grep -Eq "attain/attain\.hpp.*(No such file|not found)" "$directory/without.txt" || { cat "$directory/without.txt"; exit 1; }
