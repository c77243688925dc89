// SPDX-License-Identifier: MIT
// The bundled models as a whole: samples a second in training and inference, and the time of one
// sample. compare.py runs it beside PyTorch.
#include <string>

#include "measure.hpp"
#include "support/networks.hpp"

using namespace eigencoder;
using namespace eigencoder::testing;

namespace {

template <class Model, class Optimizer, class Loss>
struct Case {
  std::string name;
  Model model;
  Optimizer optimizer;
  Loss loss;
  Index batch;          ///< samples of a step
  Dataset<float> data;  ///< of an epoch of training
};
template <class Model, class Optimizer, class Loss>
Case(const char*, Model, Optimizer, Loss, Index, Dataset<float>) -> Case<Model, Optimizer, Loss>;

/// Training, inference of 256 samples and of one, with one and two threads each.
template <class Model, class Optimizer, class Loss>
void add(const Case<Model, Optimizer, Loss>& c) {
  const auto add_one = [&](const std::string& what, const auto& run) {
    benchmark::RegisterBenchmark(
        (c.name + "/" + what).c_str(),
        [c, run](benchmark::State& state) { run(state, c, static_cast<int>(state.range(0))); })
        ->Arg(1)
        ->Arg(2)
        ->UseRealTime();
  };
  add_one("training", [](benchmark::State& state, const auto& of, int threads) {
    train(state, of.model, of.optimizer, of.loss, of.batch, of.data, threads);
  });
  add_one("inference", [](benchmark::State& state, const auto& of, int threads) {
    infer(state, of.model, 256, threads);
  });
  add_one("latency", [](benchmark::State& state, const auto& of, int threads) {
    infer(state, of.model, 1, threads);
  });
}

void add_all() {
  const Dataset<float> digits = pictures(10'240);
  add(Case{"m1", vanilla_network(), Adadelta{}, BinaryCrossentropy{}, 256, digits});
  add(Case{"m2", sparse_network(), Adadelta{}, BinaryCrossentropy{}, 256, digits});
  add(Case{"m3", deep_network(), Adam{}, BinaryCrossentropy{}, 256, digits});
  add(Case{"m4", convolutional_network(), Adam{}, BinaryCrossentropy{}, 128, pictures(2'560)});
  add(Case{"m5",
           Autoencoder{Encoder{Input<float, 32, 32, 1>{}, Conv<16, Twice>{}, Conv<32>{}, Conv<64>{},
                               Conv<128>{}, Flatten{}, Dense<256, Sigmoid>{}},
                       Decoder{Input<float, 256>{}, Reshape<16, 16, 1>{}, Transposed<128, Twice>{},
                               Transposed<64>{}, Transposed<32>{}, TransposedPicture{}}},
           Adam{}, HalfSquaredError{}, 50, samples(32 * 32, 100)});
  add(Case{"m6", quickstart_network(), Adam{}, MeanSquaredError{}, 32, samples(2, 1'000)});
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  add_all();
  benchmark::RunSpecifiedBenchmarks();
}
