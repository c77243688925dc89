# SPDX-License-Identifier: MIT

# eigencoder_misuse_test(<name> <file> <text>): tests/misuse/<file>.cpp compiles as it is; with MISUSE
# defined it does not, and the first error starts with "eigencoder:" and contains <text>.
function(eigencoder_misuse_test name file text)
  set(eigen $<TARGET_PROPERTY:Eigen3::Eigen,INTERFACE_INCLUDE_DIRECTORIES>)
  add_test(NAME "${name}" COMMAND ${CMAKE_COMMAND}
    -D compiler=${CMAKE_CXX_COMPILER}
    "-Dinclude=${PROJECT_SOURCE_DIR}/include;${eigen}"
    -D source=${PROJECT_SOURCE_DIR}/tests/misuse/${file}.cpp
    "-Dexpected=${text}"
    -P ${PROJECT_SOURCE_DIR}/tests/package/check_misuse.cmake)
endfunction()
