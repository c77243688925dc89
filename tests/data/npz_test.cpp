// SPDX-License-Identifier: MIT
#include <eigencoder/data/npz.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "golden/npz_files.hpp"
#include "support/errors.hpp"
#include "temporary_folder.hpp"

using Eigen::Index;
using namespace eigencoder;
using namespace eigencoder::golden;
using eigencoder::testing::message;

namespace {

/// Bytes at a place behind the beginning of each such signature in an archive.
struct Edit {
  std::string signature;
  std::size_t place;
  Bytes bytes;
};
const std::string local = "PK\3\4", central = "PK\1\2";

Bytes edited(Bytes archive, const std::vector<Edit>& edits) {
  for (const Edit& edit : edits) {
    auto at = archive.begin();
    const auto next = [&] {
      return std::search(at, archive.end(), edit.signature.begin(), edit.signature.end());
    };
    for (at = next(); at != archive.end(); at = next()) {
      at += static_cast<std::ptrdiff_t>(edit.place);
      std::copy(edit.bytes.begin(), edit.bytes.end(), at);
    }
  }
  return archive;
}

void put(const std::filesystem::path& path, std::size_t place, int byte) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(static_cast<std::streamoff>(place)).put(static_cast<char>(byte));
}

/// The error of reading an array of such a file, without its path.
std::string error_of(const Bytes& archive, const std::string& name = "f4") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.npz", archive).string();
  const std::string error = message<FileError>([&] { read_npz<float>(path, name); });
  return error.starts_with(path) ? error.substr(path.size()) : error;
}

}  // namespace

TEMPLATE_TEST_CASE("Archives that NumPy wrote are read as NumPy reads them", "", float, double) {
  const TemporaryFolder folder;
  for (const Bytes& bytes : {npz_stored, npz_deflated}) {
    const NpzReader file(folder.write("a.npz", bytes));
    REQUIRE(file.names().size() == npz_arrays.size());
    for (std::size_t i = 0; i < npz_arrays.size(); ++i) {
      INFO(npz_arrays[i].name);
      CHECK(file.names()[i] == npz_arrays[i].name);
      const auto array = file.read<TestType>(npz_arrays[i].name);
      CHECK(array.shape == npz_arrays[i].shape);
      const auto size = static_cast<Index>(npz_arrays[i].values.size());
      REQUIRE(array.columns.size() == size);
      const Eigen::Map<const Eigen::VectorXd> expected(npz_arrays[i].values.data(), size);
      CHECK(array.columns.reshaped() == expected.cast<TestType>());
    }
  }
}

TEST_CASE("An array that is not in the archive is refused with the names of those that are") {
  CHECK(error_of(npz_stored, "codes") ==
        ": got no array \"codes\", expected one of \"f4\", \"f8_fortran\", \"i8\", \"u1\", "
        "\"inner/??\", \"empty\"");
  // What numpy.savez writes of no arrays.
  Bytes empty(22, 0);
  std::copy_n("PK\5\6", 4, empty.begin());
  CHECK(error_of(empty) == ": got no array \"f4\", expected an array: there is none");
}

TEST_CASE("What is no archive is refused, and .npy is named as such") {
  const TemporaryFolder folder;
  CHECK(error_of({}) ==
        ": got a file that does not begin as .npz, expected a zip archive, as numpy.savez writes "
        "it");
  CHECK(error_of({'P', '5', '\n'}) == error_of({}));
  CHECK(error_of({0x93, 'N', 'U', 'M', 'P', 'Y'}) ==
        ": got a .npy file, expected a zip archive: read it by read_npy");
  const std::string none = (folder / "none").string();
  CHECK(message<FileError>([&] { NpzReader file(none); }) ==
        none + ": got no such file, expected a file to read");
}

TEST_CASE("An archive that is cut short anywhere is refused") {
  const TemporaryFolder folder;
  for (const Bytes& whole : {npz_stored, npz_deflated}) {
    const auto path = folder.write("a.npz", whole);
    for (std::size_t size = whole.size(); size > 0; --size) {
      std::filesystem::resize_file(path, size - 1);
      const std::string error = message<FileError>([&] { NpzReader file(path); });
      INFO("cut to " << size - 1);
      REQUIRE(error.starts_with(path.string() + ": got "));
    }
  }
}

TEST_CASE("A changed byte anywhere gives the same arrays or an error, never something else") {
  const TemporaryFolder folder;
  for (const Bytes& whole : {npz_stored, npz_deflated}) {
    const auto path = folder.write("a.npz", whole);
    const auto expected = read_npz<float>(path, "u1").columns;
    std::size_t refused = 0;
    for (std::size_t place = 0; place < whole.size(); ++place) {
      put(path, place, whole[place] ^ 0x55);
      Eigen::MatrixXf columns = expected;
      const auto read = [&] { columns = read_npz<float>(path, "u1").columns; };
      if (message<FileError>(read) != "nothing was thrown") ++refused;
      INFO("byte " << place);
      REQUIRE(columns == expected);
      put(path, place, whole[place]);
    }
    CHECK(refused > whole.size() / 4);
  }
}

TEST_CASE("Numbers that were changed are found by their checksum") {
  Bytes bytes = npz_stored;
  const Bytes magic{0x93, 'N', 'U', 'M', 'P', 'Y'};
  const auto npy = std::search(bytes.begin(), bytes.end(), magic.begin(), magic.end());
  *(npy + 130) ^= 1;
  CHECK(error_of(bytes) == ": f4: got corrupt data (CRC error), expected a sound zip archive");
}

TEST_CASE(
    "An array that claims another size than it has is refused, without memory for a huge one") {
  // The places of the inflated size in both headers.
  const auto claiming = [](const Bytes& size) {
    return error_of(edited(npz_deflated, {{local, 22, size}, {central, 24, size}}));
  };
  CHECK(claiming({0, 0, 0, 0x7F}) ==
        ": f4: got 176 bytes, expected 2130706432, as the archive says");
  CHECK(claiming({9, 0, 0, 0}) == ": f4: got at least 10 bytes, expected 9, as the archive says");
  CHECK(claiming({0xFF, 0xFF, 0xFF, 0xFF}).starts_with(": got a corrupt archive ("));
}

TEST_CASE("An archive with a name twice is refused") {
  const Bytes other{'f', '4', '.', 'n', 'p', 'y'};
  CHECK(error_of(edited(npz_stored, {{"i8.npy", 0, other}})) ==
        ": got a corrupt archive (two members of one name), expected a sound zip archive: the file "
        "may be cut short");
}

TEST_CASE("An encrypted array is named as such") {
  CHECK(error_of(edited(npz_stored, {{local, 6, {1}}, {central, 8, {1}}})) ==
        ": f4: got an encrypted array, expected one without a password");
}

TEST_CASE("An array packed in another way is refused") {
  CHECK(error_of(edited(npz_stored, {{local, 8, {97}}, {central, 10, {97}}})) ==
        ": f4: got Compression method not supported, expected an array that is stored or deflated");
}
