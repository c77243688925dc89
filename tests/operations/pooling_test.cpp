// SPDX-License-Identifier: MIT
#include <eigencoder/operations/pooling.hpp>

#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/operations.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

constexpr auto two_by_two = pooling_window<Kernel<2, 2>, Stride<2>, Same>;

/// An image of 3 x 3 with 1 to 9, as a column.
const Eigen::VectorXd nine = Eigen::VectorXd::LinSpaced(9, 1, 9);

}  // namespace

TEST_CASE("windows that hang over the edge see the pixels that are there") {
  Workspace<double> workspace;
  const auto x = reshape(constant(workspace, nine), shape<3, 3, 1>());
  CHECK(max_pool(x, two_by_two).matrix() == Eigen::Vector4d(5, 6, 8, 9));
  CHECK(average_pool(x, two_by_two).matrix() == Eigen::Vector4d(3, 4.5, 7.5, 9));
  CHECK(global_average_pool(x).matrix() == Eigen::VectorXd::Constant(1, 5));
}

TEST_CASE("a mean gives each pixel its share, and the largest takes all") {
  const auto loss = [](const auto& pool) {
    return [&](const auto& x) { return sum(pool(reshape(x, shape<3, 3, 1>()), two_by_two)); };
  };
  Eigen::VectorXd shares(9), all(9);
  shares << 0.25, 0.25, 0.5, 0.25, 0.25, 0.5, 0.5, 0.5, 1;
  all << 0, 0, 0, 0, 1, 1, 0, 1, 1;
  CHECK(gradient(loss([](auto... a) { return average_pool(a...); }), nine) == shares);
  CHECK(gradient(loss([](auto... a) { return max_pool(a...); }), nine) == all);
}

TEST_CASE("relu of the largest is fused, and stops the gradient where all are below 0") {
  const Eigen::VectorXd x = nine.array() - 5.5;  // the largest: -0.5, 0.5, 2.5, 3.5
  Workspace<double> workspace;
  const auto y = max_pool(reshape(constant(workspace, x), shape<3, 3, 1>()), two_by_two, Relu{});
  CHECK(y.matrix() == Eigen::Vector4d(0, 0.5, 2.5, 3.5));
  const auto loss = [](const auto& v) {
    return sum(max_pool(reshape(v, shape<3, 3, 1>()), two_by_two, Relu{}));
  };
  Eigen::VectorXd expected(9);
  expected << 0, 0, 0, 0, 0, 1, 0, 1, 1;
  CHECK(gradient(loss, x) == expected);
}

TEST_CASE("an operand that is used up has the same adjoint, in its place where that can be") {
  const Eigen::VectorXd x = scattered(25, 1);
  const auto check = [&](auto window, bool in_place) {
    Tape<double> tape;
    const auto v = variable(tape, x);
    const auto scaled = reshape(2. * v, shape<5, 5, 1>());
    tape.reverse(squared_norm(max_pool(scaled, window, Relu{}, Operand::used_up)));
    CHECK((scaled.node()->data == scaled.data()) == in_place);
    const auto loss = [&](const auto& a) {
      return squared_norm(max_pool(reshape(2. * a, shape<5, 5, 1>()), window, Relu{}));
    };
    CHECK(v.adjoint() == gradient(loss, x));
  };
  check(two_by_two, true);
  check(pooling_window<Kernel<3, 3>, Stride<1, 1>, Same>, false);
}

TEST_CASE("shapes are static where the image's are") {
  Workspace<double> workspace;
  const auto x = reshape(constant(workspace, nine), shape<3, 3, 1>());
  STATIC_REQUIRE(std::is_same_v<decltype(max_pool(x, two_by_two).shape()), const Shape<2, 2, 1>&>);
  STATIC_REQUIRE(std::is_same_v<decltype(global_average_pool(x).shape()), const Shape<1>&>);
}

TEST_CASE("a window that does not fit is refused by the operation too") {
  Workspace<double> workspace;
  const auto x = reshape(constant(workspace, nine), Shape<Dynamic, Dynamic, 1>{3, 3, 1});
  const auto large = pooling_window<Kernel<4, 1>, Stride<1>, Valid>;
  CHECK(message<ShapeError>([&] { max_pool(x, large); }) ==
        "max_pool: got images of 3 x 3 x 1, expected at least 4 x 1, the kernel's reach, or Same "
        "padding");
  CHECK_THROWS_AS(average_pool(x, large), ShapeError);
}
