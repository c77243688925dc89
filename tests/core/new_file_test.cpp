// SPDX-License-Identifier: MIT
#include <eigencoder/core/new_file.hpp>

#include <sys/resource.h>
#include <csignal>

#include "catch.hpp"
#include "support/errors.hpp"
#include "temporary_folder.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

std::string words(const std::filesystem::path& path) {
  const Bytes bytes = bytes_of(path);
  return {bytes.begin(), bytes.end()};
}

void write_words(const std::filesystem::path& path, std::string_view text) {
  NewFile file(path);
  file.write(text);
  file.commit();
}

/// As long as it lives no file of the process can grow above so many bytes.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  ~FileLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

TEST_CASE("a new file takes the place of the old one when it is whole, not before") {
  const TemporaryFolder folder;
  const auto path = folder / "file";
  write_words(path, "old");
  {
    NewFile file(path);
    file.write("new");
    CHECK(words(path) == "old");
    file.commit();
    CHECK(words(path) == "new");
  }
  CHECK(words(path) == "new");
  CHECK_FALSE(std::filesystem::exists(folder / "file.partial"));
}

TEST_CASE("a new file that is given up leaves the old one and nothing else") {
  const TemporaryFolder folder;
  write_words(folder / "file", "old");
  { NewFile(folder / "file").write("new"); }
  CHECK(words(folder / "file") == "old");
  CHECK_FALSE(std::filesystem::exists(folder / "file.partial"));
}

TEST_CASE("what a killed program left beside a file is overwritten") {
  const TemporaryFolder folder;
  folder.write("file.partial", Bytes(100, 'x'));
  write_words(folder / "file", "new");
  CHECK(words(folder / "file") == "new");
}

TEST_CASE("a symbolic link stays one, and what it leads to is replaced") {
  const TemporaryFolder folder;
  write_words(folder / "file", "old");
  std::filesystem::create_symlink(folder / "file", folder / "link");
  write_words(folder / "link", "new");
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK(words(folder / "file") == "new");
}

TEST_CASE("a file where none can be made is refused") {
  const TemporaryFolder folder;
  const auto path = folder / "missing" / "file";
  CHECK(message<FileError>([&] { NewFile file(path); }) ==
        path.string() +
            ": got No such file or directory, expected a folder in which a file can be made");
}

TEST_CASE("a file for which there is no room leaves the old one, and says so") {
  const TemporaryFolder folder;
  write_words(folder / "file", "old");
  const std::string error = message<FileError>([&] {
    const FileLimit limit(1'000);
    write_words(folder / "file", std::string(100'000, 'x'));
  });
  CHECK(error == (folder / "file").string() +
                     ": got File too large, expected room for the new file; what was there before "
                     "is as it was");
  CHECK(words(folder / "file") == "old");
  CHECK_FALSE(std::filesystem::exists(folder / "file.partial"));
}

TEST_CASE("a file that fits the buffer fails no later than when it is put in its place") {
  const TemporaryFolder folder;
  write_words(folder / "file", "old");
  const std::string error = message<FileError>([&] {
    const FileLimit limit(10);
    write_words(folder / "file", std::string(100, 'x'));
  });
  CHECK(error.find("File too large") != error.npos);
  CHECK(words(folder / "file") == "old");
}

TEST_CASE("a folder is no file to be replaced") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "file");
  CHECK(message<FileError>([&] { write_words(folder / "file", "new"); }) ==
        (folder / "file").string() +
            ": got a folder or device, expected a file, or a name that is free");
}

TEST_CASE("a link to a file that is not there yet stays, and the file is made") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "disk");
  std::filesystem::create_symlink("disk/file", folder / "link");
  write_words(folder / "link", "new");
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK(words(folder / "disk" / "file") == "new");
}

TEST_CASE("links in a circle and devices are refused") {
  const TemporaryFolder folder;
  std::filesystem::create_symlink("b", folder / "a");
  std::filesystem::create_symlink("a", folder / "b");
  CHECK(message<FileError>([&] { NewFile file(folder / "a"); }).find("links without an end") !=
        std::string::npos);
  CHECK(message<FileError>([&] { NewFile file("/dev/null"); }) ==
        "/dev/null: got a folder or device, expected a file, or a name that is free");
}
