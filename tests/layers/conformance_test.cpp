// SPDX-License-Identifier: MIT
// What every layer must do. A new layer joins by one line of the list below.
#include <eigencoder/layers/dense.hpp>
#include <eigencoder/layers/noise.hpp>
#include <eigencoder/models/encoder.hpp>

#include "catch.hpp"
#include "support/maxout.hpp"
#include "support/models.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

struct Stack : Sequential<Dense<7, Tanh>, Dense<2, Relu>> {
  Stack() : Sequential(Dense<7, Tanh>{}, Dense<2, Relu>{}) {}
};

template <Index>
inline constexpr Index at_run_time = Dynamic;

/// A layer that takes samples of these extents.
template <class Layer, Index... Extents>
struct Over {
  static constexpr Index features = (Extents * ... * 1);

  static auto fixed() { return Encoder{Input<double, Extents...>{}, Layer{}}; }
  /// The same with extents known only at run time.
  static auto dynamic() {
    return Encoder{Input<double, at_run_time<Extents>...>{Extents...}, Layer{}};
  }
};

using Layers = std::tuple<         //
    Over<Dense<5>, 4>,             //
    Over<Dense<5, Elu>, 4>,        //
    Over<Dense<5, Gelu>, 4>,       //
    Over<Dense<5, LeakyRelu>, 4>,  //
    Over<Dense<5, Relu>, 4>,       //
    Over<Dense<5, Sigmoid>, 4>,    //
    Over<Dense<5, Tanh>, 4>,       //
    Over<Dense<1>, 1>,             //
    Over<Dropout, 4>,              //
    Over<GaussianNoise, 4>,        //
    Over<MaskingNoise, 4>,         //
    Over<Maxout<3>, 4>,            //
    Over<SaltAndPepperNoise, 4>,   //
    Over<Sequential<>, 4>,         //
    Over<Stack, 4>>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("a layer gives the shape that it says, for any batch", "", Layers) {
  const auto model = TestType::fixed();
  for (const Index n : {0, 1, 3}) {
    const auto y = model(scattered(TestType::features, n));
    CHECK(y.rows() == model.output_shape().size());
    CHECK(y.cols() == n);
  }
}

TEMPLATE_LIST_TEST_CASE("a layer gives each sample what it gives it alone", "", Layers) {
  const auto model = TestType::fixed();
  const Eigen::MatrixXd x = scattered(TestType::features, 3, 1), y = model(x);
  for (const Index i : {0, 1, 2}) {
    CHECK(largest_difference(model(x.col(i)), y.col(i)) <= tolerance<double>);
  }
}

TEMPLATE_LIST_TEST_CASE("a layer has the gradient of finite differences", "", Layers) {
  expect_gradient_of_model(TestType::fixed(), scattered(TestType::features, 3, 2));
}

TEMPLATE_LIST_TEST_CASE("a layer gives in inference the bits of training", "", Layers) {
  const auto model = TestType::fixed();
  const Eigen::MatrixXd x = scattered(TestType::features, 3, 3), y = model(x);
  Tape<double> tape;
  CHECK(same_bits(y, train_on(tape, model, x, y).value));
}

TEMPLATE_LIST_TEST_CASE("a layer gives the same bits with any number of threads", "", Layers) {
  const auto model = TestType::fixed();
  const Index n = 40'000;  // enough that the work is divided
  const Eigen::MatrixXd x = scattered(TestType::features, n, 4);
  const Eigen::MatrixXd weights = scattered(model.output_shape().size(), n, 5);
  const auto trained_by = [&](int count) {
    Threads threads{count};
    Tape<double> tape{&threads};
    tape.set_random(1, 2);
    return train_on(tape, model, x, weights);
  };
  const auto expected = trained_by(1);
  expect_same_bits(trained_by(2), expected);
  expect_same_bits(trained_by(3), expected);
}

TEMPLATE_LIST_TEST_CASE("a layer over dynamic extents gives the bits of static ones", "", Layers) {
  const auto model = TestType::fixed();
  const auto dynamic = TestType::dynamic();
  const Eigen::MatrixXd x = scattered(TestType::features, 3, 6);
  CHECK(dynamic.parameters() == model.parameters());
  CHECK(dynamic.output_shape() == model.output_shape());
  CHECK(same_bits(dynamic(x), model(x)));
}
