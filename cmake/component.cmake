# SPDX-License-Identifier: MIT

# Adds eigencoder::<name>: one header that needs more than Eigen, with the library that it needs.
# The target is absent where that library is not found or EIGENCODER_WITH_<package> is off.
function(eigencoder_component name header package apt)
  option(EIGENCODER_WITH_${package} "Offer eigencoder::${name} (needs ${apt})" ON)
  if(NOT EIGENCODER_WITH_${package} OR NOT EXISTS "${PROJECT_SOURCE_DIR}/include/eigencoder/${header}")
    return()
  endif()
  find_package(${package} QUIET)
  if(NOT ${package}_FOUND)
    message(STATUS "eigencoder::${name} is left out: ${package} not found (apt install ${apt})")
    return()
  endif()
  add_library(eigencoder_${name} INTERFACE)
  add_library(eigencoder::${name} ALIAS eigencoder_${name})
  set_target_properties(eigencoder_${name} PROPERTIES EXPORT_NAME ${name})
  target_link_libraries(eigencoder_${name} INTERFACE eigencoder ${package}::${package})
  target_sources(eigencoder_${name} INTERFACE FILE_SET HEADERS
                 BASE_DIRS include FILES include/eigencoder/${header})
endfunction()
