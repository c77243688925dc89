# SPDX-License-Identifier: MIT

# eigencoder_component(<name> <package> <apt> <header>...): adds eigencoder::<name>, the headers that
# need <package>, and appends to EIGENCODER_OPTIONAL_HEADERS and EIGENCODER_COMPONENTS. The target is
# left out where the package is not found or EIGENCODER_WITH_<package> is off.
function(eigencoder_component name package apt)
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/include/eigencoder/" OUTPUT_VARIABLE headers)
  list(APPEND EIGENCODER_OPTIONAL_HEADERS ${headers})
  set(EIGENCODER_OPTIONAL_HEADERS ${EIGENCODER_OPTIONAL_HEADERS} PARENT_SCOPE)

  option(EIGENCODER_WITH_${package} "Offer eigencoder::${name} (needs ${apt})" ON)
  if(NOT EIGENCODER_WITH_${package})
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
  target_sources(eigencoder_${name} INTERFACE FILE_SET HEADERS BASE_DIRS include FILES ${headers})
  set(EIGENCODER_COMPONENTS ${EIGENCODER_COMPONENTS} ${name} PARENT_SCOPE)
endfunction()
