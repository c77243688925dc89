// SPDX-License-Identifier: MIT
#include <eigencoder/data/sorted_files.hpp>

#include <filesystem>

#include "catch.hpp"
#include "temporary_folder.hpp"

using eigencoder::FileError;
using eigencoder::detail::natural_key;
using eigencoder::detail::sorted_files;

TEST_CASE("Numbers in paths are sorted by their value") {
  CHECK(natural_key("s1/2.pgm") < natural_key("s1/10.pgm"));
  CHECK(natural_key("s2/10.pgm") < natural_key("s10/1.pgm"));
  CHECK(natural_key("a009") < natural_key("a10"));
  CHECK(natural_key("a0") < natural_key("a1"));
  CHECK(natural_key("a99999999999999999998") < natural_key("a99999999999999999999"));
}

TEST_CASE("The rest of a path is sorted by its letters") {
  CHECK(natural_key("a1b") < natural_key("a1c"));
  CHECK(natural_key("") < natural_key("a"));
  CHECK(natural_key("a") < natural_key("a1"));
  CHECK(natural_key("a1") < natural_key("ab"));
}

TEST_CASE("Files are found in all folders, by extension, in natural order") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "s2.pgm");
  std::filesystem::create_directories(folder / "s10");
  for (const char* name : {"s10/1.pgm", "s2.pgm/10.pgm", "s2.pgm/9.PGM", "s2.pgm/1.png", "pgm"})
    folder.write(name, {});
  const std::vector<std::filesystem::path> expected{folder / "s2.pgm/9.PGM",
                                                    folder / "s2.pgm/10.pgm", folder / "s10/1.pgm"};
  CHECK(sorted_files(folder.path(), ".pgm") == expected);
}

TEST_CASE("A folder that is missing, no folder or without such files is refused") {
  const TemporaryFolder folder;
  const std::string where = folder.path().string();
  CHECK_THROWS_AS(sorted_files(folder.path(), ".pgm"), FileError);
  CHECK_THROWS_WITH(sorted_files(folder.path(), ".pgm"),
                    where + ": got a folder without .pgm files, expected at least one");
  CHECK_THROWS_WITH(sorted_files(folder / "none", ".pgm"),
                    where + "/none: got no such folder, expected a folder of .pgm files");
  CHECK_THROWS_WITH(sorted_files(folder.write("a.pgm", {}), ".pgm"),
                    where + "/a.pgm: got Not a directory, expected a folder that can be read");
}
