# SPDX-License-Identifier: Apache-2.0
# Installs the build in BINARY to PREFIX, where nothing of an earlier installation is left to help.
file(REMOVE_RECURSE "${PREFIX}")
execute_process(COMMAND ${CMAKE_COMMAND} --install "${BINARY}" --config "${CONFIG}" --prefix "${PREFIX}"
  RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE output)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "Installing failed:\n${output}")
endif()
