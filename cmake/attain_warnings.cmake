# SPDX-License-Identifier: Apache-2.0
# The warnings of Attain's own programs and tests; never handed on to those who use the library.
option(attain_WARNINGS_AS_ERRORS "Stop at a warning in Attain's own programs and tests" OFF)

add_library(attain_warnings INTERFACE)
target_compile_options(attain_warnings INTERFACE
  $<$<COMPILE_LANG_AND_ID:CXX,GNU,Clang,AppleClang>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion>
  $<$<AND:$<BOOL:${attain_WARNINGS_AS_ERRORS}>,$<COMPILE_LANG_AND_ID:CXX,GNU,Clang,AppleClang>>:-Werror>)

# g++ 12 sees overruns in the standard library's own strings and vectors that are none (GCC bugs 105329, 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(attain_warnings INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread>)
endif()
