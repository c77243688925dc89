// SPDX-License-Identifier: MIT
// The smallest program: learn points of the plane through 8 numbers, then encode and decode.
#include <eigencoder/eigencoder.hpp>
#include <iostream>

using namespace eigencoder;

int main() {
  const Eigen::MatrixXf points = Eigen::MatrixXf::Random(2, 1000);  // one point a column

  Autoencoder model{Encoder{Input<float, 2>{}, Dense<8, Relu>{}},
                    Decoder{Input<float, 8>{}, Dense<2>{}}};
  Trainer trainer{model, Adam{}, MeanSquaredError{}};
  const History history = trainer.fit(points, {.epochs = 50, .batch_size = 32});

  const Eigen::MatrixXf fresh = Eigen::MatrixXf::Random(2, 10);
  const Eigen::MatrixXf codes = model.encoder(fresh);    // 8 x 10
  const Eigen::MatrixXf decoded = model.decoder(codes);  // 2 x 10

  std::cout << "loss after the first epoch " << history.loss.front() << ", after the last "
            << history.loss.back() << "\n\nten new points:\n"
            << fresh.transpose() << "\n\ndecoded:\n"
            << decoded.transpose() << '\n';
}
