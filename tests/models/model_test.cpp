// SPDX-License-Identifier: MIT
#include <eigencoder/models/model.hpp>

#include <eigencoder/layers/dense.hpp>
#include <eigencoder/models/encoder.hpp>

#include <thread>
#include <utility>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/models.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

const Encoder model{Input<float, 784>{}, Dense<32, Tanh>{}};

template <class Samples>
Eigen::MatrixXf codes_of(const Samples& samples) {
  return model(samples);
}

/// Where a model finds the numbers of a batch.
template <class Samples>
const float* place_of(const Samples& samples) {
  Workspace<float> workspace;
  return detail::batch(workspace, "samples", shape<784>(), samples).data();
}

}  // namespace

TEST_CASE("a model gives a batch the same codes however it lies in memory") {
  const Eigen::MatrixXf x = scattered<float>(784, 5), codes = codes_of(x);
  const Eigen::Matrix<float, Dynamic, Dynamic, Eigen::RowMajor> row_major = x;
  Strided<Eigen::MatrixXf> taller(x);
  CHECK(same_bits(codes_of(Eigen::Matrix<float, 784, Dynamic>(x)), codes));
  CHECK(same_bits(codes_of(Eigen::Map<const Eigen::MatrixXf>(x.data(), 784, 5)), codes));
  CHECK(same_bits(codes_of(taller.block()), codes));
  CHECK(same_bits(codes_of(row_major), codes));
  CHECK(same_bits(codes_of(Eigen::Map<const Eigen::MatrixXf>(row_major.data(), 5, 784).transpose()),
                  codes));
  CHECK(same_bits(codes_of(2 * x - x), codes));
}

TEST_CASE("a model reads samples in columns where they lie, and copies others") {
  Eigen::MatrixXf x = scattered<float>(784, 5);
  const Eigen::Matrix<float, Dynamic, Dynamic, Eigen::RowMajor> row_major = x;
  Strided<Eigen::MatrixXf> taller(x);
  CHECK(place_of(x) == x.data());
  CHECK(place_of(x.rightCols(2)) == x.data() + 3 * 784);
  CHECK(place_of(x.col(4)) == x.data() + 4 * 784);
  CHECK(place_of(Eigen::Map<Eigen::MatrixXf>(x.data(), 784, 5)) == x.data());
  CHECK(place_of(Eigen::Ref<const Eigen::MatrixXf>(x)) == x.data());
  CHECK(place_of(taller.block()) == taller.block().data());
  CHECK(place_of(row_major) != row_major.data());
}

TEST_CASE("a model takes one sample as a vector and gives a vector") {
  const Eigen::MatrixXf x = scattered<float>(784, 3);
  const Eigen::VectorXf code = codes_of(x).col(1);
  const Eigen::VectorXf sample = x.col(1);
  const Eigen::Vector<float, 784> fixed = sample;
  STATIC_REQUIRE(decltype(model(sample))::ColsAtCompileTime == 1);
  CHECK(largest_difference(model(sample).cast<double>(), code.cast<double>()) <= tolerance<float>);
  CHECK(same_bits<float>(model(fixed), model(sample)));
  CHECK(same_bits<float>(model(x.col(1)), model(sample)));
}

TEST_CASE("a sample of one feature may be a row") {
  const Encoder one{Input<double, 1>{}, Dense<2>{}};
  const Eigen::RowVectorXd row = scattered(1, 4);
  const Eigen::MatrixXd taller = scattered(3, 4);
  CHECK(same_bits<double>(one(row), one(Eigen::MatrixXd(row))));
  CHECK(same_bits<double>(one(taller.row(1)), one(Eigen::MatrixXd(taller.row(1)))));
}

TEST_CASE("the codes of no samples are none") {
  CHECK(codes_of(Eigen::MatrixXf(784, 0)).rows() == 32);
  CHECK(codes_of(Eigen::MatrixXf(784, 0)).cols() == 0);
}

TEST_CASE("a model refuses samples with another number of features") {
  CHECK(message<ShapeError>([] { codes_of(Eigen::MatrixXf(783, 5)); }) ==
        "model input: got 783 features, expected 784 features (one sample a column)");
  CHECK(message<ShapeError>([] { codes_of(Eigen::VectorXf(3)); }) ==
        "model input: got 3 features, expected 784 features (one sample a column)");
}

TEST_CASE("a call into a workspace gives the same and takes no memory once it has grown") {
  const Eigen::MatrixXf x = scattered<float>(784, 300);
  Workspace<float> workspace;
  CHECK(same_bits<float>(model(x, workspace), model(x)));
  const std::size_t capacity = workspace.capacity();
  workspace.clear();
  CHECK(same_bits<float>(model(x, workspace), model(x)));
  workspace.clear();
  CHECK(same_bits<float>(model(x.leftCols(7), workspace), model(x.leftCols(7))));
  CHECK(workspace.capacity() == capacity);
}

TEST_CASE("threads may share a model") {
  const Eigen::MatrixXf x = scattered<float>(784, 100), expected = model(x);
  Eigen::MatrixXf here, there;
  std::thread other([&] {
    for (int i = 0; i < 20; ++i) there = model(x);
  });
  for (int i = 0; i < 20; ++i) here = model(x);
  other.join();
  CHECK(same_bits(here, expected));
  CHECK(same_bits(there, expected));
}

TEST_CASE("a model of float and one of double agree") {
  Encoder exact{Input<double, 784>{}, Dense<32, Tanh>{}};
  exact.parameters() = model.parameters().cast<double>();
  const Eigen::MatrixXf x = scattered<float>(784, 5);
  CHECK(largest_difference(model(x).cast<double>(), exact(x.cast<double>())) <= tolerance<float>);
}

TEST_CASE("a model is a regular value") {
  auto copy = model;
  CHECK(copy == model);
  copy.parameter("0.dense.bias")(0) = 1;
  CHECK_FALSE(copy == model);
  auto changed = copy, assigned = model;
  std::swap(copy, assigned);
  CHECK(copy == model);
  CHECK(assigned == changed);
  const auto moved = std::move(assigned);
  CHECK(moved == changed);
  copy = moved;
  CHECK(copy == changed);
}

TEST_CASE("a parameter is read and written by its name") {
  auto copy = model;
  copy.parameter("0.dense.kernel").setZero();
  copy.parameter("0.dense.bias").setConstant(0.5f);
  CHECK(copy.parameters().head(32 * 784).isZero(0));
  CHECK(std::as_const(copy).parameter("0.dense.bias") == Eigen::VectorXf::Constant(32, 0.5f));
  CHECK(largest_difference(copy(scattered<float>(784, 2)).cast<double>(),
                           Eigen::MatrixXd::Constant(32, 2, std::tanh(0.5))) <= tolerance<float>);
  CHECK(message<ValueError>([&] { copy.parameter("dense"); }) ==
        "parameter: got \"dense\", expected one of 0.dense.kernel, 0.dense.bias");
}

TEST_CASE("a model starts from the default seed, and from the same seed alike") {
  auto again = model;
  again.initialize(17);
  CHECK_FALSE(again == model);
  auto other = model;
  other.initialize(17);
  CHECK(other == again);
  again.initialize(default_seed);
  CHECK(again == model);
}

TEST_CASE("frozen parameters get no gradient, and the others what they had") {
  Encoder frozen{Input<double, 4>{}, Dense<3, Tanh>{}, Dense<2>{}};
  const Eigen::MatrixXd x = scattered(4, 5), weights = scattered(2, 5, 1);
  Tape<double> tape;
  const Eigen::VectorXd all = train_on(tape, frozen, x, weights).gradients[1];
  CHECK((all.array() != 0).all());
  Eigen::VectorXd without_kernel = all;
  without_kernel.head(3 * 4).setZero();
  frozen.freeze("0.dense.kernel");
  CHECK(train_on(tape, frozen, x, weights).gradients[1] == without_kernel);
  frozen.freeze();
  CHECK(train_on(tape, frozen, x, weights).gradients[1].isZero(0));
  frozen.unfreeze();
  CHECK(train_on(tape, frozen, x, weights).gradients[1] == all);
}

TEST_CASE("a model without parameters can be frozen, and a gradient of another length is refused") {
  Encoder empty{Input<double, 3>{}};
  CHECK_NOTHROW(empty.freeze());
  const Encoder encoder{Input<double, 3>{}, Dense<2>{}};
  const Eigen::MatrixXd batch = scattered(3, 1);
  Tape<double> tape;
  Eigen::VectorXd shorter(7);
  CHECK(message<ShapeError>([&] {
          encoder.apply(reshape(variable(tape, batch), shape<3>()), shorter);
        }) == "model: gradient: got 7 elements, expected 8 elements");
}
