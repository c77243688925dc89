// SPDX-License-Identifier: MIT
// The kernels at the shapes of the bundled models, against the rate at which a core multiplies.
#include <benchmark/benchmark.h>
#include <eigencoder/kernels/convolution_gradient.hpp>
#include <eigencoder/kernels/product.hpp>

#include <string>

using namespace eigencoder;
using namespace eigencoder::kernels;

namespace {

/// Multiplications and additions of one call, as a rate.
void count_flops(benchmark::State& state, double flops) {
  state.counters["FLOP/s"] =
      benchmark::Counter(flops, benchmark::Counter::kIsIterationInvariantRate);
}

/// Independent chains of multiply-adds in registers: what no kernel can exceed.
void multiply_add_rate(benchmark::State& state) {
  using namespace Eigen::internal;
  using Packet = packet_traits<float>::type;
  constexpr int chains = 10, steps = 1000;
  constexpr int lanes = packet_traits<float>::size;
  Packet results[chains];
  for (Packet& result : results) result = pset1<Packet>(1);
  auto factor = pset1<Packet>(0.999f);
  auto term = pset1<Packet>(0.001f);
  benchmark::DoNotOptimize(factor);
  benchmark::DoNotOptimize(term);
  for (auto _ : state) {
    Packet sums[chains];  // of which nobody knows the address
    kernels::detail::unroll<chains>([&](int c) { sums[c] = results[c]; });
    for (int i = 0; i < steps; ++i) {
      kernels::detail::unroll<chains>([&](int c) { sums[c] = pmadd(sums[c], factor, term); });
    }
    kernels::detail::unroll<chains>([&](int c) { results[c] = sums[c]; });
    benchmark::DoNotOptimize(results);
  }
  count_flops(state, 2. * chains * steps * lanes);
}
BENCHMARK(multiply_add_rate);

Eigen::VectorXf numbers(Index count) {
  return Eigen::VectorXf::NullaryExpr(
      count, [](Index i) { return static_cast<float>(i % 17) / 16 - 0.5f; });
}

struct DenseShape {
  Index inputs, units, batch;
  std::string name() const { return text(inputs, "->", units, "x", batch); }
};

enum class Part { value, input_gradient, weight_gradient };

template <Part part>
void dense(benchmark::State& state, const DenseShape& s) {
  const auto weights = numbers(s.units * s.inputs), x = numbers(s.inputs * s.batch);
  const auto g = numbers(s.units * s.batch);
  auto y = numbers(s.units * s.batch), dx = numbers(s.inputs * s.batch);
  auto dw = numbers(s.units * s.inputs);
  for (auto _ : state) {
    if constexpr (part == Part::value) {
      product<float>(nullptr, {weights.data(), s.units}, {x.data(), s.inputs}, s.inputs,
                     {.data = y.data(), .rows = s.units, .columns = s.batch});
    } else if constexpr (part == Part::input_gradient) {
      product<float>(nullptr, {weights.data(), s.units, true}, {g.data(), s.units}, s.units,
                     {.data = dx.data(), .rows = s.inputs, .columns = s.batch});
    } else {
      product<float>(nullptr, {g.data(), s.units}, {x.data(), s.inputs, true}, s.batch,
                     {.data = dw.data(), .rows = s.units, .columns = s.inputs});
    }
    benchmark::ClobberMemory();
  }
  count_flops(state, 2. * static_cast<double>(s.inputs * s.units * s.batch));
}

struct ConvolutionShape {
  Index side, inputs, outputs, stride, batch;
  std::string name() const {
    return text(side, "x", side, "x", inputs, "->", outputs, stride == 1 ? "" : "/2");
  }
};

template <Part part>
void convolution(benchmark::State& state, const ConvolutionShape& s) {
  const Index half = (s.side + s.stride - 1) / s.stride;
  const WindowAxis axis{s.side, half, 3, s.stride, 1, s.stride == 1 ? 1 : 0};
  const Window window{axis, axis};
  const Index in_size = s.side * s.side * s.inputs, out_size = half * half * s.outputs;
  const auto weights = numbers(9 * s.inputs * s.outputs), x = numbers(in_size * s.batch);
  const auto g = numbers(out_size * s.batch);
  auto y = g, dx = x, dw = weights;
  const Images<const float> image{x.data(), s.side, s.side, s.inputs};
  const Images<const float> adjoint{g.data(), half, half, s.outputs};
  Eigen::VectorXf scratch(gradient_scratch<float>(window, image, adjoint, s.batch));
  for (auto _ : state) {
    if constexpr (part == Part::value) {
      convolve<float>(nullptr, window,
                      {weights.data(), !wants_inputs_first<float>(s.outputs, s.inputs)}, image,
                      {y.data(), half, half, s.outputs}, s.batch, nullptr, false);
    } else if constexpr (part == Part::input_gradient) {
      convolve_transposed<float>(
          nullptr, window, {weights.data(), !wants_inputs_first<float>(s.inputs, s.outputs)},
          adjoint, {dx.data(), s.side, s.side, s.inputs}, s.batch, nullptr, false);
    } else {
      weight_gradient<float>(nullptr, window, image, adjoint, s.batch, scratch.data(), dw.data(),
                             false);
    }
    benchmark::ClobberMemory();
  }
  count_flops(state, 18. * static_cast<double>(s.inputs * out_size * s.batch));
}

template <class Shape, class Run>
void add(const std::string& what, const Shape& shape, const Run& run) {
  benchmark::RegisterBenchmark((what + " " + shape.name()).c_str(),
                               [run, shape](benchmark::State& state) { run(state, shape); });
}

}  // namespace

int main(int argc, char** argv) {
  for (const DenseShape& shape : {DenseShape{784, 32, 256},
                                  {32, 784, 256},
                                  {784, 128, 256},
                                  {128, 64, 256},
                                  {64, 32, 256},
                                  {128, 784, 256},
                                  {32768, 256, 50},
                                  {784, 32, 1},
                                  {32, 784, 1},
                                  {32768, 256, 1}}) {
    add("dense value", shape, dense<Part::value>);
    add("dense input gradient", shape, dense<Part::input_gradient>);
    add("dense weight gradient", shape, dense<Part::weight_gradient>);
  }
  for (const ConvolutionShape& shape : {ConvolutionShape{28, 1, 16, 1, 128},
                                        {14, 16, 8, 1, 128},
                                        {7, 8, 8, 1, 128},
                                        {14, 8, 16, 1, 128},
                                        {28, 16, 1, 1, 128},
                                        {28, 32, 32, 1, 16},
                                        {32, 1, 16, 2, 50},
                                        {16, 16, 32, 1, 50},
                                        {16, 32, 64, 1, 50},
                                        {16, 64, 128, 1, 50},
                                        {32, 128, 64, 1, 10},
                                        {32, 64, 32, 1, 10},
                                        {32, 32, 1, 1, 50}}) {
    add("convolution value", shape, convolution<Part::value>);
    add("convolution input gradient", shape, convolution<Part::input_gradient>);
    add("convolution weight gradient", shape, convolution<Part::weight_gradient>);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
