// SPDX-License-Identifier: MIT
// How cost grows: samples a second against the size of a batch, the width and number of dense
// layers, the side of an image and the number of threads; and the time of dense layers and
// convolutions at every extent up to 130, one thread, where no step may be steep. growth.py draws
// it.
#include <algorithm>
#include <string>
#include <thread>
#include <utility>

#include "measure.hpp"
#include "support/networks.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

/// Adds a measurement as "axis/kind/x".
template <class Run>
void add_run(const std::string& axis, const std::string& kind, Index x, const Run& run) {
  const std::string name = axis + "/" + kind + "/" + std::to_string(x);
  benchmark::RegisterBenchmark(name.c_str(), run)->UseRealTime();
}

/// Adds training and inference of a model.
template <class Model>
void add(const std::string& axis, Index x, const Model& model, Index batch, Index epoch,
         int threads = 1) {
  add_run(axis, "training", x, [=](benchmark::State& state) {
    const Dataset<float> data = samples(model.input_shape().size(), epoch);
    train(state, model, Adam{}, MeanSquaredError{}, batch, data, threads);
  });
  add_run(axis, "inference", x,
          [=](benchmark::State& state) { infer(state, model, batch, threads); });
}

/// features-width-features
auto dense_model(Index features, Index width) {
  return Autoencoder{Encoder{Input<float, Dynamic>{features}, Dense<Dynamic, Relu>{width}},
                     Decoder{Input<float, Dynamic>{width}, Dense<Dynamic>{features}}};
}

/// Layers of 64 units.
template <Index Layers>
auto deep_model() {
  return []<Index... I>(std::integer_sequence<Index, I...> /*indices*/) {
    return Encoder{Input<float, 64>{}, (static_cast<void>(I), Dense<64, Relu>{})...};
  }
  (std::make_integer_sequence<Index, Layers>{});
}

/// One convolution of 16 filters, pooled, and the way back.
auto image_model(Index side) {
  using Images = Input<float, Dynamic, Dynamic, 1>;
  return Autoencoder{Encoder{Images{side, side, Index{1}}, Conv<16>{}, Pool{}},
                     Decoder{Input<float, Dynamic, Dynamic, 16>{side / 2, side / 2, Index{16}},
                             Conv<16>{}, Up{}, Conv2D<1, Kernel<3, 3>>{}}};
}

void add_all() {
  for (Index batch = 1; batch <= 4096; batch *= 2)
    add("batch", batch, vanilla_network(), batch, std::max<Index>(batch, 512));
  for (Index width = 8; width <= 4096; width *= 2)
    add("width", width, dense_model(784, width), 256, 512);
  add("depth", 1, deep_model<1>(), 256, 512);
  add("depth", 2, deep_model<2>(), 256, 512);
  add("depth", 4, deep_model<4>(), 256, 512);
  add("depth", 8, deep_model<8>(), 256, 512);
  add("depth", 16, deep_model<16>(), 256, 512);
  add("depth", 32, deep_model<32>(), 256, 512);
  for (Index side = 8; side <= 256; side *= 2) add("side", side, image_model(side), 16, 32);
  const auto cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  for (int threads = 1; threads <= cores; ++threads)
    add("threads", threads, deep_network(), 256, 2048, threads);
}

/// Adds inference at one extent of many.
template <class Model>
void add_step(const std::string& kind, Index extent, const Model& model, Index batch) {
  add_run("step", kind, extent, [=](benchmark::State& state) { infer(state, model, batch, 1); });
}

/// Each extent by itself: square dense layers, and a convolution from 16 to 16 channels.
void add_steps() {
  using Images = Input<float, Dynamic, Dynamic, 16>;
  for (Index extent = 4; extent <= 130; ++extent) {
    add_step("dense", extent, Encoder{Input<float, Dynamic>{extent}, Dense<Dynamic>{extent}}, 256);
    add_step("convolution", extent, Encoder{Images{extent, extent, Index{16}}, Conv<16>{}}, 4);
    add_step("batch", extent, Encoder{Input<float, 64>{}, Dense<64>{}}, extent);
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  add_all();
  add_steps();
  benchmark::RunSpecifiedBenchmarks();
}
