# SPDX-License-Identifier: Apache-2.0
# The warnings of Attain's own programs and tests; never handed on to those who use the library.
option(attain_WARNINGS_AS_ERRORS "Stop at a warning in Attain's own programs and tests" ${PROJECT_IS_TOP_LEVEL})

add_library(attain_warnings INTERFACE)
target_compile_options(attain_warnings INTERFACE
  $<$<COMPILE_LANG_AND_ID:CXX,GNU,Clang,AppleClang>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion>
  $<$<COMPILE_LANG_AND_ID:C,GNU,Clang,AppleClang>:-Wall -Wextra -Wpedantic>
  $<$<AND:$<BOOL:${attain_WARNINGS_AS_ERRORS}>,$<COMPILE_LANG_AND_ID:CXX,GNU,Clang,AppleClang>>:-Werror>)
