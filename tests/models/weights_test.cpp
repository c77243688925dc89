// SPDX-License-Identifier: MIT
#include <eigencoder/models/weights.hpp>

#include "catch.hpp"
#include "support/errors.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// A kernel of 2 x 3, a bias of 2 and a mean of 2 that is state.
Weights<float> three(std::uint32_t step = 0, std::uint64_t seed = 1) {
  const std::tuple parameters{Parameter{"kernel", shape<2>(), shape<3>()},
                              Parameter{"bias", shape<2>(), shape<1>(), zeros},
                              Parameter{"mean", shape<2>(), shape<1>(), zeros, Fans{}, false}};
  return detail::make_weights<float>(parameters, step, seed);
}

struct X {};

/// Ten parameters and one more, all called "w", in groups that are called 0.x, ..., 10.x.
Weights<float> eleven() {
  const auto group = [](std::size_t index) {
    return Group<X, Parameter<Shape<1>, Shape<1>>>{index, {Parameter{"w", shape<1>(), shape<1>()}}};
  };
  return detail::make_weights<float>(
      std::tuple{group(0), group(1), group(2), group(3), group(4), group(5), group(6), group(7),
                 group(8), group(9), group(10)},
      0, 1);
}

int frozen_in(const Weights<float>& weights) {
  int count = 0;
  for (const ParameterInfo& p : weights.list) count += p.frozen;
  return count;
}

}  // namespace

TEST_CASE("parameters follow each other without a gap") {
  const Weights<float> weights = three();
  CHECK(weights.values.size() == 10);
  CHECK(weights.find("kernel").offset == 0);
  CHECK(weights.find("kernel").rows == 2);
  CHECK(weights.find("kernel").columns == 3);
  CHECK(weights.find("bias").offset == 6);
  CHECK(weights.find("mean").offset == 8);
}

TEST_CASE("parameters remember the extents that their rows and columns are made of") {
  const std::tuple parameters{Parameter{"kernel", shape<2>(), Shape<3, Dynamic>{3, 5}},
                              Parameter{"bias", shape<2>(), shape<>()},
                              Parameter{"depthwise", shape<4, 2>(), shape<3, 3>()}};
  const auto list = detail::make_weights<float>(parameters, 0, 0).list;
  using Extents = std::vector<Index>;
  CHECK(list[0].column_extents == Extents{3, 5});
  CHECK(list[0].row_extents == Extents{2});
  CHECK(list[0].size() == 30);
  CHECK(list[1].column_extents == Extents{});
  CHECK(list[1].row_extents == Extents{2});
  CHECK(list[1].size() == 2);
  CHECK(list[2].column_extents == Extents{3, 3});
  CHECK(list[2].row_extents == Extents{4, 2});
  CHECK(list[2].size() == 72);
}

TEST_CASE("weights are a function of the seed and of what keeps two models apart") {
  CHECK(three(0, 1) == three(0, 1));
  CHECK_FALSE(three(0, 1) == three(0, 2));
  CHECK_FALSE(three(0, 1) == three(1, 1));
  Weights<float> weights = three(0, 1);
  weights.initialize(2);
  CHECK(weights == three(0, 2));
}

TEST_CASE("two parameters of one shape start with different numbers") {
  const Weights<float> weights = eleven();
  CHECK(weights.values(0) != weights.values(1));
}

TEST_CASE("an unknown name is refused with those there are") {
  CHECK(message<ValueError>([] { three().find("kernels"); }) ==
        "parameter: got \"kernels\", expected one of kernel, bias, mean");
  CHECK(message<ValueError>([] { three().set_frozen("ker", true); }) ==
        "parameter: got \"ker\", expected one of kernel, bias, mean");
}

TEST_CASE("freezing a name freezes what is below it, and nothing that only begins alike") {
  Weights<float> weights = eleven();
  weights.set_frozen("1", true);
  CHECK(frozen_in(weights) == 1);
  CHECK(weights.find("1.x.w").frozen);
  weights.set_frozen("10.x", true);
  CHECK(frozen_in(weights) == 2);
  weights.set_frozen("", true);
  CHECK(frozen_in(weights) == 11);
  weights.set_frozen("1.x.w", false);
  CHECK(frozen_in(weights) == 10);
}

TEST_CASE("what is frozen or state is not trainable") {
  Weights<float> weights = three();
  CHECK(weights.trainable() == 8);
  CHECK_FALSE(weights.find("mean").moves());
  weights.set_frozen("kernel", true);
  CHECK(weights.trainable() == 2);
}

TEST_CASE("weights differ by their numbers, by names and by what is frozen") {
  Weights<float> weights = three();
  weights.values(9) = 1;
  CHECK_FALSE(weights == three());
  weights = three();
  weights.set_frozen("bias", true);
  CHECK_FALSE(weights == three());
  CHECK_FALSE(detail::join(three(), "a", three(), "b") == detail::join(three(), "a", three(), "c"));
}

TEST_CASE("joined weights lie one after the other, and come apart again") {
  Weights<float> a = three(0);
  a.set_frozen("bias", true);
  const Weights<float> both = detail::join(a, "encoder", three(1), "decoder");
  CHECK(both.values.size() == 20);
  CHECK(both.find("decoder.bias").offset == 16);
  CHECK(both.find("encoder.bias").frozen);
  CHECK(detail::part(both, "encoder") == a);
  CHECK(detail::part(both, "decoder") == three(1));
  CHECK(detail::part(both, "decoder").find("bias").offset == 6);
}

TEST_CASE("joined weights are initialized as their parts are") {
  Weights<float> both = detail::join(three(0), "encoder", three(1), "decoder");
  both.initialize(5);
  CHECK(detail::part(both, "encoder") == three(0, 5));
  CHECK(detail::part(both, "decoder") == three(1, 5));
}
