# SPDX-License-Identifier: MIT
# Finds libzip as LibZip::LibZip. Its own package file stops every configure on Debian and Ubuntu
# where the programs zipcmp, zipmerge and ziptool are not installed too.
include(FindPackageHandleStandardArgs)
find_path(LibZip_INCLUDE_DIR zip.h)
find_path(LibZip_CONFIG_INCLUDE_DIR zipconf.h)
find_library(LibZip_LIBRARY zip)
mark_as_advanced(LibZip_INCLUDE_DIR LibZip_CONFIG_INCLUDE_DIR LibZip_LIBRARY)
find_package_handle_standard_args(LibZip REQUIRED_VARS
  LibZip_LIBRARY LibZip_INCLUDE_DIR LibZip_CONFIG_INCLUDE_DIR)
if(LibZip_FOUND AND NOT TARGET LibZip::LibZip)
  add_library(LibZip::LibZip UNKNOWN IMPORTED)
  set_target_properties(LibZip::LibZip PROPERTIES
    IMPORTED_LOCATION "${LibZip_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${LibZip_INCLUDE_DIR};${LibZip_CONFIG_INCLUDE_DIR}")
endif()
