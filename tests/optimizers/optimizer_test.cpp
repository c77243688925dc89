// SPDX-License-Identifier: MIT
#include <eigencoder/optimizers/optimizer.hpp>

#include <eigencoder/core/random.hpp>
#include <eigencoder/optimizers/adadelta.hpp>
#include <eigencoder/optimizers/adam.hpp>
#include <eigencoder/optimizers/adamw.hpp>
#include <eigencoder/optimizers/rmsprop.hpp>
#include <eigencoder/optimizers/sgd.hpp>

#include "catch.hpp"
#include "optimizers/steps.hpp"

using namespace eigencoder;
using eigencoder::testing::Trained;

namespace {

/// The sign of the gradient: an optimizer of a user's own, without moments and for float alone.
struct SignDescent {
  double learning_rate = 0.1;
  static constexpr int moments = 0;
  void check() const {}
  void operator()(std::int64_t, FlatRef<float> p, ConstFlatRef<float> g) const {
    p -= static_cast<float>(learning_rate) * g.sign();
  }
};

struct WithoutRate : SignDescent {
  const double learning_rate = 0.1;
};
struct WithTooManyMoments : SignDescent {
  static constexpr int moments = 1;
};

template <class... O>
constexpr bool all_optimizers = (... && (Optimizer<O, float> && Optimizer<O, double>));

static_assert(all_optimizers<SGD, RMSprop, Adam, AdamW, Adadelta>);
static_assert(Optimizer<SignDescent>);
static_assert(!Optimizer<SignDescent, double>);
static_assert(!Optimizer<WithoutRate>);
static_assert(!Optimizer<WithTooManyMoments>);
static_assert(!Optimizer<int>);

template <class Scalar>
Eigen::ArrayX<Scalar> random_array(Eigen::Index size, std::uint32_t draw) {
  Eigen::ArrayX<Scalar> values(size);
  fill_normal(values, {.seed = 1, .draw = draw});
  return values;
}

/// With momentum, if it has some.
template <class O>
O with_momentum() {
  O optimizer;
  if constexpr (requires { optimizer.momentum; }) optimizer.momentum = 0.9;
  return optimizer;
}

/// No multiple of any packet's size.
constexpr Eigen::Index many = 2003;

/// Three steps over `size` elements that start `offset` elements into the memory, `stretch` a call.
template <class O, class Scalar>
Trained<O, Scalar> trained_in_stretches(Eigen::Index stretch, Eigen::Index offset = 0,
                                        Eigen::Index size = many) {
  Eigen::ArrayX<Scalar> start(size + offset), gradient(size + offset);
  start.tail(size) = random_array<Scalar>(size, 0);
  start.head(offset).setZero();
  Trained<O, Scalar> trained(start);
  for (std::uint32_t step = 1; step <= 3; ++step) {
    gradient.tail(size) = random_array<Scalar>(size, step);
    for (Eigen::Index first = 0; first < size; first += stretch)
      trained.step(with_momentum<O>(), step, gradient, first + offset,
                   std::min(stretch, size - first));
  }
  return trained;
}

}  // namespace

TEMPLATE_TEST_CASE("an optimizer gives the same bits in stretches as in one call", "", SGD, RMSprop,
                   Adam, AdamW, Adadelta) {
  const Eigen::Index stretch = GENERATE(7, 15, 33, 512, 1024, 1536);
  const auto whole = trained_in_stretches<TestType, float>(many);
  const auto parts = trained_in_stretches<TestType, float>(stretch);
  CHECK((parts.parameters == whole.parameters).all());
  for (std::size_t i = 0; i < whole.moments.size(); ++i)
    CHECK((parts.moments[i] == whole.moments[i]).all());
}

TEMPLATE_TEST_CASE("an optimizer gives the same bits wherever the vectors lie", "", SGD, RMSprop,
                   Adam, AdamW, Adadelta) {
  const auto aligned = trained_in_stretches<TestType, float>(many);
  const auto shifted = trained_in_stretches<TestType, float>(many, GENERATE(1, 2, 3, 5));
  CHECK((shifted.parameters.tail(many) == aligned.parameters).all());
}

TEMPLATE_TEST_CASE("an optimizer walks alike in float and in double", "", SGD, RMSprop, Adam, AdamW,
                   Adadelta) {
  const auto in_double = trained_in_stretches<TestType, double>(many);
  const auto in_float = trained_in_stretches<TestType, float>(many);
  CHECK((in_float.parameters.template cast<double>() - in_double.parameters).abs().maxCoeff() <
        1e-5);
}

TEMPLATE_TEST_CASE("an optimizer of no parameters does nothing", "", SGD, RMSprop, Adam, AdamW,
                   Adadelta) {
  CHECK(trained_in_stretches<TestType, float>(512, 0, 0).parameters.size() == 0);
}
