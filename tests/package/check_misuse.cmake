# SPDX-License-Identifier: MIT
# Run by the tests that misuse.cmake makes.
list(TRANSFORM include PREPEND -isystem)
set(ENV{LC_ALL} C)

function(compile source result errors)
  execute_process(COMMAND "${compiler}" -std=c++20 -fsyntax-only ${include} -include "${eigen}"
                          ${ARGN} "${source}"
                  RESULT_VARIABLE status ERROR_VARIABLE output)
  set(${result} ${status} PARENT_SCOPE)
  set(${errors} "${output}" PARENT_SCOPE)
endfunction()

compile("${source}" status output)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "The twin without the misuse does not compile:\n${output}")
endif()
compile("${source}" status output -DMISUSE)
if(status EQUAL 0)
  message(FATAL_ERROR "The misuse compiles")
endif()
string(REGEX MATCH "[^\n]*error: [^\n]*" first "${output}")
string(FIND "${first}" "eigencoder:" ours)
string(FIND "${first}" "${expected}" place)
if(ours LESS 0 OR place LESS ours)
  message(FATAL_ERROR "The first error is\n  ${first}\nexpected was\n  eigencoder: ... ${expected}")
endif()
