# SPDX-License-Identifier: Apache-2.0
# Installs headers, the package files for CMake and pkg-config, and the command line.
include(CMakePackageConfigHelpers)

set(attain_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/attain")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/attain" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h" PATTERN "*.inc")
install(TARGETS attain EXPORT attainTargets)
install(EXPORT attainTargets NAMESPACE attain:: DESTINATION "${attain_package_dir}")

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/attainConfig.cmake.in" "${PROJECT_BINARY_DIR}/attainConfig.cmake"
  INSTALL_DESTINATION "${attain_package_dir}" NO_SET_AND_CHECK_MACRO)
# Before 1.0 a new minor version may break what uses the library.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/attainConfigVersion.cmake" COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  "${PROJECT_BINARY_DIR}/attainConfig.cmake"
  "${PROJECT_BINARY_DIR}/attainConfigVersion.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/FindTomlHeaders.cmake"
  DESTINATION "${attain_package_dir}")

# The prefix relative to the .pc file, so that an installed tree may be moved.
file(RELATIVE_PATH attain_pc_up "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" "${CMAKE_INSTALL_PREFIX}")
string(REGEX REPLACE "/$" "" attain_pc_up "${attain_pc_up}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/attain.pc.in" "${PROJECT_BINARY_DIR}/attain.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/attain.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(TARGET attain_cli)
  install(TARGETS attain_cli RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
