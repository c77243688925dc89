// SPDX-License-Identifier: MIT
#include <eigencoder/autodiff/context.hpp>

#include <eigencoder/autodiff/leaves.hpp>
#include <eigencoder/operations/arithmetic.hpp>
#include <eigencoder/operations/functions.hpp>
#include <eigencoder/operations/reductions.hpp>

#include <array>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

TEST_CASE("a value used twice gets both contributions") {
  Tape<double> tape;
  const auto x = variable(tape, Eigen::Vector2d(2, -3));
  const auto y = square(x);
  tape.reverse(sum(product(y, y) + y));
  CHECK(x.adjoint() == Eigen::Vector2d(4 * 8 + 4, -4 * 27 - 6));
}

TEST_CASE("a node that nobody used is skipped") {
  Tape<double> tape;
  const auto x = variable(tape, Eigen::Vector2d(1, 4));
  const auto unused = sqrt(x);
  const auto also_unused = exp(unused);
  tape.reverse(sum(square(x)));
  CHECK(x.adjoint() == Eigen::Vector2d(2, 8));
  CHECK(unused.adjoint() == Eigen::Vector2d(0, 0));
  CHECK(also_unused.adjoint() == Eigen::Vector2d(0, 0));
}

TEST_CASE("what depends on constants alone is a constant and has no adjoint") {
  Tape<double> tape;
  const Eigen::Vector2d numbers(1, 4);
  const auto c = constant(tape, numbers);
  const auto x = variable(tape, numbers);
  CHECK(c.node() == nullptr);
  CHECK(exp(c + c).node() == nullptr);
  CHECK((c + x).node() != nullptr);
  tape.reverse(sum(product(c, x)));
  CHECK(x.adjoint() == numbers);
  CHECK(c.adjoint() == Eigen::Vector2d(0, 0));
}

TEST_CASE("reversing from a constant leaves every adjoint 0") {
  Tape<double> tape;
  const Eigen::Vector2d numbers(1, 4);
  const auto x = variable(tape, numbers);
  exp(x);
  tape.reverse(sum(constant(tape, numbers)));
  CHECK(x.adjoint() == Eigen::Vector2d(0, 0));
}

TEST_CASE("inputs and parameters both have gradients") {
  Tape<double> tape;
  const auto input = variable(tape, Eigen::Vector2d(1, 4));
  const auto parameter = variable(tape, Eigen::Vector2d(3, -2));
  tape.reverse(sum(product(input, parameter)));
  CHECK(input.adjoint() == Eigen::Vector2d(3, -2));
  CHECK(parameter.adjoint() == Eigen::Vector2d(1, 4));
}

TEST_CASE("an adjoint in memory of the caller's is added to where it is said to be written") {
  Tape<double> tape;
  const Eigen::Vector2d numbers(1, 4);
  Eigen::Vector3d gradient(10, 20, 30);
  const auto parameter = [&](bool written) {
    return Variable<double, Shape<2>, Shape<1>>(tape, const_cast<double*>(numbers.data()),
                                                shape<2>(), shape<1>(),
                                                tape.adjoint(gradient.data() + 1, written));
  };
  tape.reverse(sum(square(parameter(true))));
  CHECK(gradient == Eigen::Vector3d(10, 22, 38));
  tape.clear();
  tape.reverse(sum(square(parameter(false))));
  CHECK(gradient == Eigen::Vector3d(10, 2, 8));
}

namespace {

Eigen::MatrixXd gradient_on(Tape<double>& tape, const Eigen::MatrixXd& numbers) {
  tape.clear();
  const auto x = variable(tape, numbers);
  tape.reverse(mean(exp(product(x, x) - x)));
  return x.adjoint();
}

}  // namespace

TEST_CASE("a tape cleared and used again gives the same bits in the same memory") {
  const Eigen::MatrixXd x = scattered(300, 100);
  Tape<double> tape;
  const Eigen::MatrixXd first = gradient_on(tape, x);
  const std::size_t capacity = tape.capacity();
  gradient_on(tape, scattered(7, 3));
  CHECK(same_bits(gradient_on(tape, x), first));
  CHECK(tape.capacity() == capacity);
}

TEST_CASE("two threads differentiate at once, each on a tape of its own") {
  const Eigen::MatrixXd x = scattered(30, 20);
  Tape<double> alone;
  const Eigen::MatrixXd expected = gradient_on(alone, x);
  std::array<int, 2> wrong{};
  const auto differentiate = [&](std::size_t which) {
    Tape<double> tape;
    for (int i = 0; i < 200; ++i) wrong[which] += !same_bits(gradient_on(tape, x), expected);
  };
  std::thread other([&] { differentiate(1); });
  differentiate(0);
  other.join();
  CHECK(wrong == std::array{0, 0});
}

TEST_CASE("a workspace records nothing and gives its memory back when cleared") {
  Workspace<double> workspace;
  const Eigen::MatrixXd x = scattered(100, 200);
  for (int call = 0; call < 50; ++call) {
    workspace.clear();
    CHECK(exp(constant(workspace, x)).node() == nullptr);
  }
  CHECK(workspace.capacity() == 100 * 200 * sizeof(double));
}

TEST_CASE("updates are noted, and written when the tape is asked to, in their order") {
  Tape<double> tape;
  Eigen::Vector2d state(1, 2);
  const Eigen::Vector2d last(7, 8);
  const auto x = variable(tape, state);
  const auto view = constant(tape, state);
  tape.update(view, x + x);
  tape.update(view, constant(tape, last));
  CHECK(state == Eigen::Vector2d(1, 2));
  tape.write_updates();
  CHECK(state == last);
}

TEST_CASE("a tape forgets its updates when it is cleared, and a workspace never takes any") {
  Tape<double> tape;
  Workspace<double> workspace;
  Eigen::Vector2d state(1, 2);
  const Eigen::Vector2d later(3, 4), last(5, 6);
  tape.update(constant(tape, state), constant(tape, later));
  workspace.update(constant(workspace, state), constant(workspace, later));
  tape.clear();
  tape.write_updates();
  CHECK(state == Eigen::Vector2d(1, 2));
  tape.update(constant(tape, state), constant(tape, last));
  tape.write_updates();
  CHECK(state == last);
}

TEST_CASE("an update of another size is refused") {
  Tape<double> tape;
  Eigen::VectorXd state = Eigen::Vector2d(1, 2), values = Eigen::Vector3d(1, 2, 3);
  CHECK(message<ShapeError>([&] { tape.update(constant(tape, state), constant(tape, values)); }) ==
        "update: rows: got 3, expected 2");
}
