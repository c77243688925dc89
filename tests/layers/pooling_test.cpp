// SPDX-License-Identifier: MIT
#include <eigencoder/layers/pooling.hpp>

#include "support/errors.hpp"
#include "support/images.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// A golden case of both poolings.
template <class... Options, Index Height, Index Width, class Image>
void expect_golden_pools(const std::string& name, Kernel<Height, Width>, const Image& image) {
  expect_golden_layer("max_pool_" + name, image, MaxPool2D<Height, Width, Options...>{});
  expect_golden_layer("average_pool_" + name, image, AveragePool2D<Height, Width, Options...>{});
}

}  // namespace

TEST_CASE("maxima and means of windows are PyTorch's, with the padding of Keras") {
  expect_golden_pools("2x2", Kernel<2, 2>{}, shape<5, 4, 2>());
  expect_golden_pools<Stride<1, 3>>("3x2_stride_1x3", Kernel<3, 2>{}, shape<5, 4, 2>());
  expect_golden_pools<Same, Stride<2>>("3x3_stride_2", Kernel<3, 3>{}, shape<7, 3, 1>());
  expect_golden_pools("2x2_of_a_pixel", Kernel<2, 2>{}, shape<1, 1, 3>());
}

TEST_CASE("maxima and means of windows within the image are PyTorch's") {
  expect_golden_pools<Valid>("2x2_valid", Kernel<2, 2>{}, shape<5, 4, 2>());
  expect_golden_pools<Valid, Stride<3, 1>>("2x3_stride_3x1_valid", Kernel<2, 3>{},
                                           shape<7, 3, 1>());
}

TEST_CASE("of equal numbers the gradient goes to the first, as in PyTorch") {
  expect_golden_layer("max_pool_ties", shape<4, 5, 2>(), MaxPool2D<3, 3, Stride<2, 2>>{});
  const Encoder model{Input<double, 2, 3, 1>{}, MaxPool2D<2, 3>{}};
  Tape<double> tape;
  const auto outcome = train_on<decltype(model), double>(tape, model, sample({1, 7, 2, 7, 7, 3}),
                                                         Eigen::VectorXd::Constant(1, 5));
  CHECK(outcome.gradients[0] == sample({0, 5, 0, 0, 0, 0}));
}

TEST_CASE("padding is not the largest of negative numbers") {
  const Encoder model{Input<double, 1, 3, 1>{}, MaxPool2D<2, 2>{}};
  CHECK(model(sample({-3, -2, -1})) == sample({-2, -1}));
}

TEST_CASE("global means are PyTorch's") {
  expect_golden_layer("global_average_pool", shape<5, 4, 2>(), GlobalAveragePool2D{});
}

TEST_CASE("signals are pooled as images of height 1") {
  expect_golden_layer("max_pool_1d_3_stride_2_valid", shape<8, 2>(),
                      MaxPool1D<3, Stride<2>, Valid>{});
  const Encoder model{Input<double, 5, 1>{}, MaxPool1D<2>{}};
  CHECK(model(sample({1, 4, 3, 2, 0})) == sample({4, 3, 0}));
}

TEST_CASE("pooling gives ceil(extent / stride) places, or those within the image if Valid") {
  STATIC_REQUIRE(MaxPool2D<2, 2>{}.output(shape<7, 28, 8>()) == shape<4, 14, 8>());
  STATIC_REQUIRE(MaxPool2D<2, 2, Valid>{}.output(shape<7, 28, 8>()) == shape<3, 14, 8>());
  STATIC_REQUIRE(AveragePool2D<3, 3, Stride<1, 2>>{}.output(shape<7, 8, 1>()) == shape<7, 4, 1>());
  STATIC_REQUIRE(GlobalAveragePool2D{}.output(shape<7, 7, 8>()) == shape<8>());
  STATIC_REQUIRE(MaxPool1D<3>{}.output(shape<7, 8>()) == shape<3, 8>());
}

TEST_CASE("a pool larger than the image is refused where there is no padding") {
  const Shape<Dynamic, Dynamic, 1> small{2, 5, 1};
  CHECK(message<ShapeError>([&] { AveragePool2D<3, 3, Valid>{}.output(small); }) ==
        "AveragePool2D: got images of 2 x 5 x 1, expected at least 3 x 3, the kernel's reach, "
        "or Same padding");
  CHECK_THROWS_AS((MaxPool1D<6, Valid>{}.output(Shape<Dynamic, 1>{5, 1})), ShapeError);
  CHECK(MaxPool2D<3, 3>{}.output(small) == shape<1, 2, 1>());
}
