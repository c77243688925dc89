# SPDX-License-Identifier: MIT
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/eigencoder")

list(TRANSFORM EIGENCODER_COMPONENTS PREPEND eigencoder_ OUTPUT_VARIABLE targets)
install(TARGETS eigencoder ${targets} EXPORT eigencoder FILE_SET HEADERS)
install(EXPORT eigencoder NAMESPACE eigencoder:: DESTINATION "${package_dir}"
        FILE eigencoder-targets.cmake)

configure_package_config_file(cmake/eigencoder-config.cmake.in eigencoder-config.cmake
                              INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file(eigencoder-config-version.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES cmake/FindLibZip.cmake
              "${CMAKE_CURRENT_BINARY_DIR}/eigencoder-config.cmake"
              "${CMAKE_CURRENT_BINARY_DIR}/eigencoder-config-version.cmake"
              cmake/FindLibCsv.cmake
        DESTINATION "${package_dir}")

# Relative to the file itself, so that the installed tree may be moved.
file(RELATIVE_PATH include_from_pkgconfig
     "${CMAKE_INSTALL_FULL_DATADIR}/pkgconfig" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
configure_file(cmake/eigencoder.pc.in eigencoder.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/eigencoder.pc"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")
