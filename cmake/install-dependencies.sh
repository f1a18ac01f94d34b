#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs with apt what the build needs and the machine lacks; does nothing, and needs no network, when all is there.
set -euo pipefail

missing=()

# need_command PACKAGE COMMAND: the package is missing when the command is.
need_command() {
  command -v "$2" > /dev/null || missing+=("$1")
}

# need_header PACKAGE HEADER: the package is missing when no usual place has the header.
need_header() {
  local directory
  for directory in /usr/include /usr/local/include /usr/include/eigen3 /usr/local/include/eigen3 ${CPATH:+${CPATH//:/ }}; do
    if [[ -e "$directory/$2" ]]; then return; fi
  done
  missing+=("$1")
}

need_command cmake cmake
need_command ninja-build ninja
need_command g++ g++
need_command pkg-config pkg-config
need_command python3 python3
need_header libboost-dev boost/version.hpp  # any Boost from 1.74 will do, so none is put in another's place
need_header libeigen3-dev Eigen/Core
need_header libgtest-dev gtest/gtest.h
need_header libbenchmark-dev benchmark/benchmark.h
need_header libtomlplusplus-dev toml++/toml.h
need_header nlohmann-json3-dev nlohmann/json.hpp
need_header libcli11-dev CLI/CLI.hpp
need_header libcsv-dev csv.h
need_header libzip-dev zip.h
need_header libexpat1-dev expat.h

if [[ ${#missing[@]} -eq 0 ]]; then exit 0; fi

if ! command -v apt-get > /dev/null; then
  echo "Not found: ${missing[*]} (names of Debian packages). Install them with your system's package manager if the build stops." >&2
  exit 0
fi

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo > /dev/null; then
    echo "Please install as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Installing ${missing[*]}"
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}")
# A fresh machine has no package lists yet, an old one stale lists: both show as a failure that an update mends.
"${install[@]}" || { "${as_root[@]}" apt-get update && "${install[@]}"; }
