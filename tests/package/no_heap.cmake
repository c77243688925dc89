# SPDX-License-Identifier: MIT
# cmake -D nm=NM -D objects=FILES -P no_heap.cmake: fails where an object file asks for a function that
# takes memory, or for one of the standard library's that might: of strings and streams.
execute_process(COMMAND ${nm} --undefined-only --demangle ${objects}
                OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
set(heap "malloc|calloc|realloc|aligned_alloc|posix_memalign|operator new|std::[^\n]*basic_|std::locale")
string(REGEX MATCHALL "U _*(${heap}|__cxa_throw)[^\n]*" found "${symbols}")
if(NOT symbols MATCHES "abort" OR found)
  list(JOIN found "\n" found)
  message(FATAL_ERROR "${objects}: asks for memory:\n${found}")
endif()
