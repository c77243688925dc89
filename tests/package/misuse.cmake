# SPDX-License-Identifier: MIT

# Eigen, most of what they compile, is precompiled for all of these tests.
set(misuse_eigen "${CMAKE_CURRENT_BINARY_DIR}/misuse/eigen.hpp")
file(CONFIGURE OUTPUT "${misuse_eigen}" CONTENT "#include <Eigen/Core>\n")
set(misuse_include "${PROJECT_SOURCE_DIR}/include"
    $<TARGET_PROPERTY:Eigen3::Eigen,INTERFACE_INCLUDE_DIRECTORIES>)
add_test(NAME "Eigen is precompiled for the tests of misuse"
         COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 "-isystem$<JOIN:${misuse_include},;-isystem>"
                 -x c++-header "${misuse_eigen}" -o "${misuse_eigen}.gch"
         COMMAND_EXPAND_LISTS)
set_tests_properties("Eigen is precompiled for the tests of misuse" PROPERTIES FIXTURES_SETUP misuse)

# eigencoder_misuse_test(<name> <file> <text>): tests/misuse/<file>.cpp compiles as it is; with MISUSE
# defined it does not, and the first error starts with "eigencoder:" and contains <text>.
function(eigencoder_misuse_test name file text)
  add_test(NAME "${name}" COMMAND ${CMAKE_COMMAND}
    -D compiler=${CMAKE_CXX_COMPILER}
    "-Dinclude=${misuse_include}"
    -D eigen=${misuse_eigen}
    -D source=${PROJECT_SOURCE_DIR}/tests/misuse/${file}.cpp
    "-Dexpected=${text}"
    -P ${PROJECT_SOURCE_DIR}/tests/package/check_misuse.cmake)
  set_tests_properties("${name}" PROPERTIES FIXTURES_REQUIRED misuse)
endfunction()
