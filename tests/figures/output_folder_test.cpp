// SPDX-License-Identifier: MIT
#include <eigencoder/figures/output_folder.hpp>

#include "catch.hpp"
#include "temporary_folder.hpp"

using eigencoder::check_writable_folder;
using eigencoder::FileError;

TEST_CASE("A missing folder is made with those above it, and left empty") {
  const TemporaryFolder folder;
  check_writable_folder(folder / "a/b");
  CHECK(std::filesystem::is_directory(folder / "a/b"));
  CHECK(std::filesystem::is_empty(folder / "a/b"));
}

TEST_CASE("A folder that is there is fine, and what it holds stays") {
  const TemporaryFolder folder;
  const auto file = folder.write("kept", {1, 2});
  CHECK_NOTHROW(check_writable_folder(folder.path()));
  CHECK(bytes_of(file) == Bytes{1, 2});
}

TEST_CASE("No folder can be where a file is, nor below it") {
  const TemporaryFolder folder;
  const auto file = folder.write("file", {1});
  for (const auto& path : {file, file / "below"}) {
    CHECK_THROWS_AS(check_writable_folder(path), FileError);
    CHECK_THROWS_WITH(check_writable_folder(path),
                      path.string() +
                          ": got a path where no folder can be made (Not a directory), expected a "
                          "folder");
  }
  CHECK(bytes_of(file) == Bytes{1});
}

TEST_CASE("A folder that takes no file is refused") {
  const TemporaryFolder folder;
  // Where the probe is a folder itself no file can be opened in its place, even by root.
  std::filesystem::create_directory(folder / ".eigencoder-write-test");
  folder.write(".eigencoder-write-test/kept", {1});
  CHECK_THROWS_AS(check_writable_folder(folder.path()), FileError);
  CHECK_THROWS_WITH(
      check_writable_folder(folder.path()),
      folder.path().string() + ": got a folder that cannot be written, expected a writable folder");
}
