// SPDX-License-Identifier: MIT
#include <eigencoder/data/file_mapping.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "catch.hpp"
#include "support/errors.hpp"
#include "temporary_folder.hpp"

using eigencoder::FileError;
using eigencoder::detail::FileMapping;
using eigencoder::testing::message;

namespace {

Bytes mapped(const FileMapping& file) { return {file.bytes().begin(), file.bytes().end()}; }

}  // namespace

TEST_CASE("A mapped file has the bytes of the file, be there none") {
  const TemporaryFolder folder;
  for (const std::size_t size : {0u, 1u, 4096u, 100'000u}) {
    Bytes bytes(size);
    std::generate(bytes.begin(), bytes.end(), [n = 7u]() mutable { return std::uint8_t(n *= 5); });
    CHECK(mapped(FileMapping(folder.write("a", bytes))) == bytes);
  }
}

TEST_CASE("To say which part will be needed changes nothing") {
  const TemporaryFolder folder;
  const Bytes bytes(100'000, 42);
  const FileMapping file(folder.write("a", bytes));
  file.will_need(0, 100'000);
  file.will_need(50'001, 49'999);
  CHECK(mapped(file) == bytes);
}

TEST_CASE("A mapped file that is replaced or removed stays as it was") {
  const TemporaryFolder folder;
  const FileMapping file(folder.write("a", Bytes(10'000, 1)));
  folder.write("b", Bytes(5, 2));
  std::filesystem::rename(folder / "b", folder / "a");
  CHECK(mapped(file) == Bytes(10'000, 1));
  std::filesystem::remove(folder / "a");
  CHECK(mapped(file) == Bytes(10'000, 1));
}

TEST_CASE("What is no file cannot be mapped") {
  const TemporaryFolder folder;
  const auto error = [](const std::filesystem::path& path) {
    return message<FileError>([&] { FileMapping file(path); });
  };
  CHECK(error(folder / "a") ==
        (folder / "a").string() + ": got no such file, expected a file to read");
  CHECK(error(folder.path()) == folder.path().string() + ": got a folder, expected a file to read");
  CHECK(error("/dev/null") ==
        "/dev/null: got Operation not supported, expected a file with a size");
}
