# SPDX-FileCopyrightText: 2026 The Heliograph authors
# SPDX-License-Identifier: MIT
include(CMakePackageConfigHelpers)

set(heliograph_config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Heliograph)
set(HELIOGRAPH_INSTALL_QMLDIR ${CMAKE_INSTALL_LIBDIR}/qt6/qml CACHE STRING "Where QML modules are installed")

install(TARGETS heliograph EXPORT HeliographTargets FILE_SET HEADERS)
install(EXPORT HeliographTargets NAMESPACE Heliograph:: DESTINATION ${heliograph_config_dir})

configure_package_config_file(cmake/HeliographConfig.cmake.in ${PROJECT_BINARY_DIR}/HeliographConfig.cmake
    INSTALL_DESTINATION ${heliograph_config_dir}
    PATH_VARS HELIOGRAPH_INSTALL_QMLDIR)
# Until 1.0 a new minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/HeliographConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/HeliographConfig.cmake
    ${PROJECT_BINARY_DIR}/HeliographConfigVersion.cmake
    DESTINATION ${heliograph_config_dir})

# pkg-config: the prefix is found from where the file lies, so that the installed tree can be moved.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX
    BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE heliograph_pc_prefix)
set(heliograph_pc_requires "Qt6Core >= 6.4")
set(heliograph_pc_cflags "")
if(NOT BUILD_SHARED_LIBS)
    string(APPEND heliograph_pc_requires ", libzmq, libsodium")
    set(heliograph_pc_cflags " -DHELIOGRAPH_STATIC")
endif()
configure_file(cmake/heliograph.pc.in ${PROJECT_BINARY_DIR}/heliograph.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/heliograph.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
