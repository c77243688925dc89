// SPDX-License-Identifier: MIT
#include <algorithm>
#include <eigencoder/data/mapped_npy.hpp>
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/losses/mean_squared_error.hpp>
#include <eigencoder/models/autoencoder.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/training/trainer.hpp>
#include <filesystem>
#include <iostream>

#include "catch.hpp"
#include "support/anonymous_memory.hpp"
#include "support/sparse_npy.hpp"
#include "temporary_folder.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

// A program of its own, which no other command builds or runs; see tests/README.md.
TEST_CASE("A file of 20 GB trains with less than 500 MB of the program's memory") {
  constexpr Index samples = 80'000, features = 62'500;
  const TemporaryFolder folder;
  const MappedNpy file(write_sparse_npy(folder / "large.npy", samples, features));
  REQUIRE(std::filesystem::file_size(folder / "large.npy") > 20'000'000'000);
  REQUIRE(anonymous_memory() > 0);

  Autoencoder model{Encoder{Input<float, features>{}, Dense<2>{}},
                    Decoder{Input<float, 2>{}, Dense<features>{}}};
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  long most = 0;
  Callback watch;
  watch.batch_end = [&](Progress&) { most = std::max(most, anonymous_memory()); };
  const History history =
      trainer.fit(file, {.batch_size = 64, .validation_fraction = 0.1, .callbacks = {watch}});
  std::cout << "at most " << most / 1'000'000 << " MB\n";
  CHECK(history.batch_loss.size() == samples * 9 / 10 / 64);
  CHECK(history.validation_loss.at(0) > 0);
  CHECK(most < 500'000'000);
}
