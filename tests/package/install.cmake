# SPDX-License-Identifier: MIT
# cmake -D build=DIR -D prefix=DIR -P install.cmake: installs elsewhere and moves the tree to prefix,
# which works only for package files that name no absolute path.
file(REMOVE_RECURSE "${prefix}" "${prefix}-first")
execute_process(COMMAND ${CMAKE_COMMAND} --install "${build}" --prefix "${prefix}-first"
                COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${prefix}-first" "${prefix}")
