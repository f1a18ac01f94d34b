# SPDX-License-Identifier: Apache-2.0
# Finds libcsv, the CSV reader in C, which brings no package file of its own: target Csv::csv.
find_path(Csv_INCLUDE_DIR NAMES csv.h)
find_library(Csv_LIBRARY NAMES csv)
mark_as_advanced(Csv_INCLUDE_DIR Csv_LIBRARY)

if(Csv_INCLUDE_DIR)
  file(STRINGS "${Csv_INCLUDE_DIR}/csv.h" lines REGEX "define[ \t]+CSV_(MAJOR|MINOR|RELEASE)[ \t]+[0-9]+")
  string(REGEX REPLACE "[^0-9;]" "" lines "${lines}")
  string(REPLACE ";" "." Csv_VERSION "${lines}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Csv REQUIRED_VARS Csv_LIBRARY Csv_INCLUDE_DIR VERSION_VAR Csv_VERSION)

if(Csv_FOUND AND NOT TARGET Csv::csv)
  add_library(Csv::csv UNKNOWN IMPORTED)
  set_target_properties(Csv::csv PROPERTIES
    IMPORTED_LOCATION "${Csv_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${Csv_INCLUDE_DIR}")
endif()
