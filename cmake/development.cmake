# SPDX-License-Identifier: MIT

# What the project's own tests and examples are compiled with; a user of the library gets none of it.
option(EIGENCODER_WERROR "Turn warnings in the tests and examples into errors" OFF)
option(EIGENCODER_NATIVE "Compile the tests and examples for this machine's processor" OFF)

add_library(eigencoder_development INTERFACE)
target_link_libraries(eigencoder_development INTERFACE eigencoder::eigencoder)
target_compile_options(eigencoder_development INTERFACE
  -Wall -Wextra -Wconversion -Wshadow
  $<$<BOOL:${EIGENCODER_WERROR}>:-Werror>
  $<$<BOOL:${EIGENCODER_NATIVE}>:-march=native>
  # Of the AVX-512 instructions in Eigen's reductions GCC 12.2 warns that they read what nobody has written.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,12.3>>:-Wno-uninitialized$<SEMICOLON>-Wno-maybe-uninitialized>)
target_compile_definitions(eigencoder_development INTERFACE
  EIGENCODER_MNIST="${PROJECT_SOURCE_DIR}/examples/data/mnist")
