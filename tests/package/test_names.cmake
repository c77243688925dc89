# SPDX-License-Identifier: MIT
# cmake -D tests=DIR -P test_names.cmake: fails where the name of a test has a bracket or a
# semicolon, by which Catch2's script loses all tests that follow, in silence.
file(GLOB_RECURSE sources RELATIVE "${tests}" "${tests}/*_test.cpp")
foreach(source IN LISTS sources)
  file(READ "${tests}/${source}" text)
  if(text MATCHES "TEST_CASE\\([ \n]*\"[^\"]*[][;][^\"]*\"")
    string(APPEND wrong "\n  ${source}: ${CMAKE_MATCH_0}")
  endif()
endforeach()
if(wrong)
  message(FATAL_ERROR "Names of tests without brackets and semicolons, please:${wrong}")
endif()
