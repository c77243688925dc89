// SPDX-License-Identifier: MIT
#include <eigencoder/operations/borders.hpp>

#include <eigencoder/operations/reshape.hpp>

#include "support/errors.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

constexpr Border<0, 1, 2, 0> border;  // below and on the left

}  // namespace

TEST_CASE("zeros stand where the border is") {
  Workspace<double> workspace;
  const Eigen::Vector4d x(1, 2, 3, 4);
  Eigen::VectorXd padded(12);
  padded << 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0;
  const auto y = pad_with_zeros(reshape(constant(workspace, x), shape<2, 2, 1>()), border);
  CHECK(y.shape() == shape<3, 4, 1>());
  CHECK(y.matrix() == padded);
  CHECK(crop(y, border).matrix() == x);
}

TEST_CASE("only what is left after cropping has a gradient") {
  const auto f = [](const auto& x) { return sum(crop(reshape(x, shape<3, 4, 1>()), border)); };
  Eigen::VectorXd inside(12);
  inside << 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0;
  CHECK(gradient(f, Eigen::VectorXd::Zero(12).eval()) == inside);
}

TEST_CASE("shapes with and without a border are static where they were") {
  STATIC_REQUIRE(std::is_same_v<decltype(border.around(shape<5, 4, 3>())), Shape<6, 6, 3>>);
  STATIC_REQUIRE(std::is_same_v<decltype(border.within("f", shape<5, 4, 3>())), Shape<4, 2, 3>>);
  const Shape<Dynamic, 4, Dynamic> image{5, 4, 3};
  STATIC_REQUIRE(std::is_same_v<decltype(border.around(image)), Shape<Dynamic, 6, Dynamic>>);
  CHECK(border.within("f", image) == shape<4, 2, 3>());
}

TEST_CASE("a crop that leaves nothing is refused by the operation too") {
  Workspace<double> workspace;
  const Eigen::Vector4d x(1, 2, 3, 4);
  const auto image = reshape(constant(workspace, x), Shape<Dynamic, Dynamic, 1>{2, 2, 1});
  CHECK(message<ShapeError>([&] { crop(image, border); }) ==
        "crop: got images of 2 x 2 x 1, expected more than the 1 x 2 that are cropped");
}
