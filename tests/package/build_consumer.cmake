# SPDX-License-Identifier: Apache-2.0
# Configures, builds and runs a project that uses Attain, from nothing; called by the package tests.
#
# SOURCE, BINARY     the project and where to build it
# PREFIX             where Attain is installed; empty: nowhere
# ATTAIN_SOURCE      Attain's source tree, for a project that takes it in
# PROGRAM            what to run (default: consumer); OUTPUT: what it must print
# FAILURE            the configure step must fail with a message that matches this, instead of all the above
if(NOT PROGRAM)
  set(PROGRAM consumer)
endif()

file(REMOVE_RECURSE "${BINARY}")
# A copy of Attain elsewhere on the machine must not decide a test: the given prefix comes first, and without one no other is looked at.
if(PREFIX)
  set(where "-Dattain_ROOT=${PREFIX}")
else()
  set(where -DCMAKE_FIND_USE_PACKAGE_ROOT_PATH=OFF)
  if(FAILURE)
    list(APPEND where -DCMAKE_FIND_USE_CMAKE_ENVIRONMENT_PATH=OFF -DCMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH=OFF
      -DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)
  endif()
endif()
execute_process(
  COMMAND ${CMAKE_COMMAND} -S "${SOURCE}" -B "${BINARY}" -G "${GENERATOR}" "-DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}" ${where}
    "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}" "-DATTAIN_SOURCE=${ATTAIN_SOURCE}"
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
string(REGEX REPLACE "[ \n]+" " " one_line "${output}")

if(FAILURE)
  if(status EQUAL 0)
    message(FATAL_ERROR "The project was configured although it should not be.")
  elseif(NOT one_line MATCHES "${FAILURE}")
    message(FATAL_ERROR "The project failed for another reason than ${FAILURE}:\n${output}")
  endif()
  return()
endif()
if(NOT status EQUAL 0)
  message(FATAL_ERROR "Configuring failed:\n${output}")
endif()

execute_process(COMMAND ${CMAKE_COMMAND} --build "${BINARY}" RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "Building failed:\n${output}")
endif()

execute_process(COMMAND "${BINARY}/${PROGRAM}" WORKING_DIRECTORY "${SOURCE}"
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
string(STRIP "${output}" output)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} ended with ${status}:\n${output}")
elseif(OUTPUT AND NOT output STREQUAL OUTPUT)
  message(FATAL_ERROR "${PROGRAM} should print '${OUTPUT}' and printed:\n${output}")
endif()
