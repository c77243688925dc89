// SPDX-License-Identifier: MIT
#include <eigencoder/kernels/convolution.hpp>

#include <eigencoder/kernels/convolution_gradient.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include "catch.hpp"
#include "support/matrices.hpp"
#include "support/tolerance.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// A convolution of `samples` images of `inputs` channels to `outputs`.
struct Problem {
  Window window;
  Index inputs, outputs, samples = 2;

  Index taps() const { return window.height.kernel * window.width.kernel; }
  Index weights() const { return taps() * inputs * outputs; }
  Index seen() const { return window.height.input * window.width.input * inputs; }
  Index made() const { return window.height.output * window.width.output * outputs; }
};

template <class Scalar>
struct Numbers {
  Eigen::MatrixX<Scalar> image, result, kernel;
};

template <class Scalar>
Numbers<Scalar> numbers_for(const Problem& p) {
  return {scattered<Scalar>(p.seen(), p.samples, 1), scattered<Scalar>(p.made(), p.samples, 2),
          scattered<Scalar>(p.outputs, p.taps() * p.inputs, 3)};
}

/// Calls f(sample, weight, number of the image, number of the result) for each product of the sum.
template <class F>
void for_each_product(const Problem& p, const F& f) {
  const WindowAxis &h = p.window.height, &w = p.window.width;
  for (Index i = 0; i < p.samples * h.output * w.output * p.taps() * p.inputs * p.outputs; ++i) {
    Index rest = i;
    const auto next = [&](Index count) {
      const Index digit = rest % count;
      rest /= count;
      return digit;
    };
    const Index out = next(p.outputs), in = next(p.inputs), kw = next(w.kernel);
    const Index kh = next(h.kernel), column = next(w.output), row = next(h.output);
    const Index y = row * h.stride + kh * h.dilation - h.before;
    const Index x = column * w.stride + kw * w.dilation - w.before;
    if (y < 0 || y >= h.input || x < 0 || x >= w.input) continue;
    f(rest, ((kh * w.kernel + kw) * p.inputs + in) * p.outputs + out,
      (y * w.input + x) * p.inputs + in, (row * w.output + column) * p.outputs + out);
  }
}

/// The truth, in double, by plain loops.
template <class Scalar>
Numbers<double> by_loops(const Problem& p, const Numbers<Scalar>& given) {
  const Eigen::MatrixXd x = given.image.template cast<double>();
  const Eigen::MatrixXd g = given.result.template cast<double>();
  const Eigen::MatrixXd k = given.kernel.template cast<double>();
  Numbers<double> out{0 * x, 0 * g, 0 * k};
  for_each_product(p, [&](Index sample, Index weight, Index seen, Index made) {
    out.result(made, sample) += k.data()[weight] * x(seen, sample);
    out.image(seen, sample) += k.data()[weight] * g(made, sample);
    out.kernel.data()[weight] += x(seen, sample) * g(made, sample);
  });
  return out;
}

template <class Scalar>
kernels::TapWeights<Scalar> weights_for(const Problem& p, const Eigen::MatrixX<Scalar>& kernel,
                                        Eigen::MatrixX<Scalar>& turned, bool transposed) {
  const bool inputs_first = kernels::wants_inputs_first<Scalar>(transposed ? p.inputs : p.outputs,
                                                                transposed ? p.outputs : p.inputs);
  turned.resize(p.weights(), 1);
  kernels::turn_taps(p.taps(), p.outputs, p.inputs, kernel.data(), turned.data());
  return {inputs_first == transposed ? kernel.data() : turned.data(), !inputs_first};
}

/// The kernels, on that many threads; numbers that are there before must not matter.
template <class Scalar>
Numbers<Scalar> by_kernels(const Problem& p, const Numbers<Scalar>& given, int count = 1) {
  Threads threads(count);
  Numbers<Scalar> out{given.image, given.result, given.kernel};
  Eigen::MatrixX<Scalar> turned;
  const WindowAxis &h = p.window.height, &w = p.window.width;
  const auto image = [&](auto* data) {
    return kernels::Images<std::remove_pointer_t<decltype(data)>>{data, h.input, w.input, p.inputs};
  };
  const auto result = [&](auto* data) {
    return kernels::Images<std::remove_pointer_t<decltype(data)>>{data, h.output, w.output,
                                                                  p.outputs};
  };
  kernels::convolve<Scalar>(&threads, p.window, weights_for(p, given.kernel, turned, false),
                            image(given.image.data()), result(out.result.data()), p.samples,
                            nullptr, false);
  kernels::convolve_transposed<Scalar>(
      &threads, p.window, weights_for(p, given.kernel, turned, true), result(given.result.data()),
      image(out.image.data()), p.samples, nullptr, false);
  Eigen::VectorX<Scalar> scratch(kernels::gradient_scratch<Scalar>(
      p.window, image(given.image.data()), result(given.result.data()), p.samples));
  kernels::weight_gradient<Scalar>(&threads, p.window, image(given.image.data()),
                                   result(given.result.data()), p.samples, scratch.data(),
                                   out.kernel.data(), false);
  return out;
}

/// The largest error of a convolution and of its two gradients.
template <class Scalar>
double error(const Problem& p) {
  const Numbers<Scalar> given = numbers_for<Scalar>(p);
  const Numbers<double> expected = by_loops(p, given);
  const Numbers<Scalar> got = by_kernels(p, given);
  return std::max({largest_difference(got.result.template cast<double>(), expected.result),
                   largest_difference(got.image.template cast<double>(), expected.image),
                   largest_difference(got.kernel.template cast<double>(), expected.kernel)});
}

template <class Padding = Same>
Window window(Index height, Index width, Index kernel_height, Index kernel_width, Index stride = 1,
              Index dilation = 1) {
  return {eigencoder::detail::window_axis<Padding>(height, kernel_height, stride, dilation),
          eigencoder::detail::window_axis<Padding>(width, kernel_width, stride, dilation)};
}

/// The largest error over kernels of 1 to 5, strides of 1 to 3 and both paddings.
template <class Scalar, class Padding>
double largest_error(Index dilation) {
  double largest = 0;
  for (Index kernel = 1; kernel <= 5; ++kernel) {
    for (Index stride = 1; stride <= 3; ++stride) {
      for (const Index side : {10, 13}) {
        const Window w = window<Padding>(side, side + 1, kernel, 6 - kernel, stride, dilation);
        if (w.height.output == 0 || w.width.output == 0) continue;
        for (const auto& [inputs, outputs] : {std::pair{3, 5}, {5, 2}, {4, 5}})
          largest = std::max(largest, error<Scalar>({w, inputs, outputs}));
      }
    }
  }
  return largest;
}

}  // namespace

TEMPLATE_TEST_CASE("a convolution and its gradients are those of plain loops", "", float, double) {
  const double bound = 10 * tolerance<TestType>;  // of sums over up to 300 products
  CHECK(largest_error<TestType, Same>(1) < bound);
  CHECK(largest_error<TestType, Valid>(1) < bound);
  CHECK(largest_error<TestType, Same>(2) < bound);
  CHECK(largest_error<TestType, Valid>(2) < bound);
}

TEMPLATE_TEST_CASE("any number of channels is summed", "", float, double) {
  for (const Index inputs : {1, 2, 4, 7, 8, 9, 17}) {
    for (const Index outputs : {1, 2, 4, 7, 8, 9, 16, 31}) {
      INFO(inputs << " to " << outputs);
      CHECK(error<TestType>({window(6, 5, 3, 3), inputs, outputs, 3}) < 10 * tolerance<TestType>);
    }
  }
}

TEST_CASE("a kernel larger than the image and an image of one pixel are summed") {
  CHECK(error<double>({window(2, 3, 5, 5), 2, 3}) < tolerance<double>);
  CHECK(error<double>({window(1, 1, 3, 3), 3, 2}) < tolerance<double>);
  CHECK(error<double>({window(1, 1, 4, 1, 2), 3, 2}) < tolerance<double>);
}

TEST_CASE("images that are cut into bands are summed as small ones") {
  const Problem p{window(180, 31, 3, 3, 2), 9, 8, 3};
  const kernels::Bands bands(p.samples, p.window.height.output, p.seen() + p.made());
  REQUIRE(bands.count() > p.samples);
  CHECK(error<double>(p) < 1e-11);  // sums over 4,000 products
}

TEST_CASE("a convolution has the same bits with 1, 2 and 3 threads") {
  const Problem p{window(20, 21, 3, 3), 8, 16, 40};
  const Numbers<float> given = numbers_for<float>(p), alone = by_kernels(p, given, 1);
  for (const int count : {2, 3}) {
    const Numbers<float> got = by_kernels(p, given, count);
    CHECK(same_bits(got.result, alone.result));
    CHECK(same_bits(got.image, alone.image));
    CHECK(same_bits(got.kernel, alone.kernel));
  }
}

TEST_CASE("a sample has the same bits by itself and in a batch") {
  for (const Index outputs : {1, 5, 16, 40}) {
    Problem p{window(9, 10, 3, 3), 8, outputs, 30};
    Numbers<float> given = numbers_for<float>(p);
    const Numbers<float> together = by_kernels(p, given);
    p.samples = 1;
    given.image = given.image.col(0).eval();
    given.result = given.result.col(0).eval();
    const Numbers<float> alone = by_kernels(p, given);
    CHECK(same_bits<float>(alone.result, together.result.leftCols(1)));
    CHECK(same_bits<float>(alone.image, together.image.leftCols(1)));
  }
}
