# SPDX-License-Identifier: Apache-2.0
# Finds toml++ for use as headers only: target Toml::headers.
#
# Distributions also ship toml++ as a compiled library, and its package files then ask to link it. Attain sets its own options before
# it includes toml++, which that library was not compiled with, so only the headers may be used.
find_path(TomlHeaders_INCLUDE_DIR NAMES toml++/toml.h)
mark_as_advanced(TomlHeaders_INCLUDE_DIR)

if(TomlHeaders_INCLUDE_DIR)
  foreach(file IN ITEMS impl/version.h impl/preprocessor.h toml.h)
    if(NOT TomlHeaders_VERSION AND EXISTS "${TomlHeaders_INCLUDE_DIR}/toml++/${file}")
      file(STRINGS "${TomlHeaders_INCLUDE_DIR}/toml++/${file}" lines REGEX "define[ \t]+TOML_LIB_(MAJOR|MINOR|PATCH)[ \t]+[0-9]+")
      string(REGEX REPLACE "[^0-9;]" "" lines "${lines}")
      string(REPLACE ";" "." TomlHeaders_VERSION "${lines}")
    endif()
  endforeach()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(TomlHeaders REQUIRED_VARS TomlHeaders_INCLUDE_DIR VERSION_VAR TomlHeaders_VERSION)

if(TomlHeaders_FOUND AND NOT TARGET Toml::headers)
  add_library(Toml::headers INTERFACE IMPORTED)
  set_target_properties(Toml::headers PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${TomlHeaders_INCLUDE_DIR}")
endif()
