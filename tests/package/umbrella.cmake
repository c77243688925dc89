# SPDX-License-Identifier: MIT
# cmake -D include=DIR -D optional=HEADERS -P umbrella.cmake: fails unless eigencoder.hpp includes
# every header but the optional ones, and nothing else of eigencoder.
file(GLOB_RECURSE expected RELATIVE "${include}" "${include}/eigencoder/*.hpp")
string(REPLACE "${include}/" "" optional "${optional}")
list(REMOVE_ITEM expected eigencoder/eigencoder.hpp ${optional})
file(STRINGS "${include}/eigencoder/eigencoder.hpp" included REGEX "^#include <eigencoder/")
list(TRANSFORM included REPLACE ".*<(.*)>.*" "\\1")
list(SORT expected)
list(SORT included)
if(NOT included STREQUAL expected)
  set(missing ${expected})
  list(REMOVE_ITEM missing ${included} "")
  list(REMOVE_ITEM included ${expected} "")
  message(FATAL_ERROR "eigencoder.hpp: missing are [${missing}], too many are [${included}]")
endif()
