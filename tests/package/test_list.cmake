# SPDX-License-Identifier: MIT
# cmake -D tests=DIR -P test_list.cmake: fails where a test file is not named in tests/CMakeLists.txt.
file(GLOB_RECURSE files RELATIVE "${tests}" "${tests}/*_test.cpp")
file(READ "${tests}/CMakeLists.txt" list)
foreach(file IN LISTS files)
  string(FIND "${list}" "${file}" place)
  if(place LESS 0)
    message(SEND_ERROR "tests/CMakeLists.txt: ${file} is missing")
  endif()
endforeach()
