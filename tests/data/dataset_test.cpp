// SPDX-License-Identifier: MIT
#include <eigencoder/data/dataset.hpp>

#include <eigencoder/data/idx.hpp>

#include <array>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "support/errors.hpp"

using eigencoder::Dataset;
using eigencoder::DataSource;
using eigencoder::IdxImages;
using eigencoder::ShapeError;
using eigencoder::ValueError;
using eigencoder::testing::message;

namespace {

/// 2 x 3: samples (1, 2), (3, 4), (5, 6).
Eigen::MatrixXd counting() { return Eigen::MatrixXd{{1, 3, 5}, {2, 4, 6}}; }

std::vector<double> gathered(const Dataset<double>& data, const std::vector<Eigen::Index>& which) {
  std::vector<double> out(which.size() * static_cast<std::size_t>(data.features()), -1);
  data.gather(which, out.data());
  return out;
}
std::vector<double> gathered(const Dataset<double>& data) { return gathered(data, {0, 1, 2}); }

const std::vector<double> as_counting{1, 2, 3, 4, 5, 6};

/// The user's own: sample i is (i, 10 i); can be moved, not copied.
struct Ramp {
  explicit Ramp(Eigen::Index count) : slope(1, 10.), count_(count) {}
  Ramp(Ramp&&) = default;

  Eigen::Index samples() const { return count_; }
  Eigen::Index features() const { return 2; }
  void gather(std::span<const Eigen::Index> which, double* out) const {
    for (const Eigen::Index i : which) {
      *out++ = static_cast<double>(i);
      *out++ = slope.at(0) * static_cast<double>(i);
    }
  }

  std::vector<double> slope;

 private:
  Eigen::Index count_;
};

static_assert(DataSource<Ramp, double> && !DataSource<Ramp, float>);
static_assert(DataSource<IdxImages, float> && DataSource<IdxImages, double>);
static_assert(!DataSource<Eigen::MatrixXd, double>);

const double not_a_number = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("A matrix is a dataset of its columns, its own targets") {
  const Eigen::MatrixXd matrix = counting();
  const Dataset<double> data = matrix;
  CHECK(data.samples() == 3);
  CHECK(data.features() == 2);
  CHECK(data.target_features() == 2);
  CHECK(data.reconstructs());
  CHECK(gathered(data, {2, 0, 2}) == std::vector<double>{5, 6, 1, 2, 5, 6});
}

TEST_CASE("A dataset without data has no samples") {
  const Dataset<float> data;
  CHECK(data.samples() == 0);
  CHECK(data.features() == 0);
  CHECK(data.reconstructs());
}

TEST_CASE("A matrix is referred to where it lies, and what was changed there is read") {
  Eigen::MatrixXd matrix = counting();
  Eigen::Matrix<double, 2, 3> fixed = matrix;
  const Dataset<double> data = matrix, of_fixed = fixed;
  matrix(0, 0) = fixed(0, 0) = 9;
  CHECK(gathered(data, {0}) == std::vector<double>{9, 2});
  CHECK(gathered(of_fixed, {0}) == std::vector<double>{9, 2});
}

TEST_CASE("A block of a larger matrix is read in place, with its own distance of columns") {
  Eigen::MatrixXd larger = Eigen::MatrixXd::Constant(5, 6, 99);
  larger.block(2, 1, 2, 3) = counting();
  const Dataset<double> data = larger.block(2, 1, 2, 3);
  CHECK(gathered(data) == as_counting);
  larger(2, 1) = 7;
  CHECK(gathered(data, {0}) == std::vector<double>{7, 2});
}

TEST_CASE("One sample alone is a dataset: a vector, and a column of a larger matrix") {
  const Eigen::VectorXd vector = Eigen::Vector2d(1, 2);
  const Eigen::MatrixXd matrix = counting();
  CHECK(gathered(vector, {0}) == std::vector<double>{1, 2});
  CHECK(gathered(matrix.col(2), {0}) == std::vector<double>{5, 6});
  CHECK(gathered(matrix.bottomRows(1).col(1), {0}) == std::vector<double>{4});
}

TEST_CASE("A row-major matrix, a map with a stride and a row are copied into order") {
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  std::array<double, 6> by_rows{1, 3, 5, 2, 4, 6};
  const Eigen::Map<const RowMajor> map(by_rows.data(), 2, 3);
  const Dataset<double> data = map;
  by_rows.fill(0);
  CHECK(gathered(data) == as_counting);

  const std::array<double, 5> spread{1, 0, 2, 0, 3};
  using EverySecond = Eigen::Map<const Eigen::RowVectorXd, 0, Eigen::InnerStride<2>>;
  CHECK(gathered(EverySecond(spread.data(), 3)) == std::vector<double>{1, 2, 3});
  const Eigen::MatrixXd matrix = counting();
  CHECK(gathered(matrix.row(1)) == std::vector<double>{2, 4, 6});
}

TEST_CASE("Temporaries of any matrix type are kept, and so are expressions") {
  const Dataset<double> dynamic = counting();
  const Dataset<double> fixed = Eigen::Matrix<double, 2, 3>(counting());
  const Dataset<double> one = Eigen::VectorXd(Eigen::Vector2d(1, 2));
  const Eigen::MatrixXd matrix = counting();
  const Dataset<double> expression = 2 * matrix;
  const Dataset<double> cast = matrix.cast<int>().cast<double>();
  CHECK(gathered(dynamic) == as_counting);
  CHECK(gathered(fixed) == as_counting);
  CHECK(gathered(one, {0}) == std::vector<double>{1, 2});
  CHECK(gathered(expression) == std::vector<double>{2, 4, 6, 8, 10, 12});
  CHECK(gathered(cast) == as_counting);
}

TEST_CASE("A moved matrix is kept without a copy") {
  Eigen::MatrixXd matrix = counting();
  const double* numbers = matrix.data();
  const Dataset<double> data = std::move(matrix);
  const_cast<double*>(numbers)[0] = 8;
  CHECK(gathered(data, {0}) == std::vector<double>{8, 2});
}

TEST_CASE("Copies of a dataset share its samples and outlive it") {
  Dataset<double> copy;
  {
    Dataset<double> data = counting();
    copy = data;
    const Dataset<double> another(data);
    CHECK(gathered(another) == as_counting);
  }
  CHECK(gathered(copy) == as_counting);
}

TEST_CASE("A user's source is referred to, and a temporary one is kept") {
  Ramp ramp(3);
  const Dataset<double> data = ramp, kept = Ramp(4);
  CHECK(gathered(data) == std::vector<double>{0, 0, 1, 10, 2, 20});
  CHECK(kept.samples() == 4);
  ramp.slope[0] = 2;
  CHECK(gathered(data, {1}) == std::vector<double>{1, 2});
  CHECK(gathered(kept, {3}) == std::vector<double>{3, 30});
  CHECK_NOTHROW(data.check_finite("fit"));
}

TEST_CASE("IDX images are a dataset of pixels / 255") {
  const IdxImages images({0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 51, 255}, "a.idx");
  const Dataset<double> data = images;
  CHECK(data.features() == 2);
  CHECK(gathered(data, {0}) == std::vector<double>{0.2, 1});
}

TEST_CASE("Inputs may have targets of their own, with features of their own") {
  const Eigen::MatrixXd inputs = counting(), targets = Eigen::MatrixXd{{10, 20, 30}};
  const Dataset<double> data{inputs, targets};
  CHECK(!data.reconstructs());
  CHECK(data.samples() == 3);
  CHECK(data.features() == 2);
  CHECK(data.target_features() == 1);
  CHECK(gathered(data) == as_counting);
  std::array<double, 2> out{};
  data.gather_targets(std::array<Eigen::Index, 2>{2, 1}, out.data());
  CHECK(out == std::array<double, 2>{30, 20});
}

TEST_CASE("Targets that are not as many as the inputs are refused") {
  const Eigen::MatrixXd three = counting(), two = three.leftCols(2);
  CHECK(message<ShapeError>([&] { Dataset<double>(three, two); }) ==
        "Dataset: targets: got 2 samples, expected 3 samples");
}

TEST_CASE("The first number that is not finite is named by its feature and sample") {
  Eigen::MatrixXd bad = counting(), good = counting();
  bad(1, 2) = infinity;
  CHECK(message<ValueError>([&] { Dataset<double>(bad).check_finite("fit"); }) ==
        "fit: got inf at feature 1 of sample 2, expected finite numbers");
  bad(0, 1) = not_a_number;
  CHECK(message<ValueError>([&] { Dataset<double>(bad).check_finite("fit"); }) ==
        "fit: got nan at feature 0 of sample 1, expected finite numbers");
  CHECK(message<ValueError>([&] { Dataset<double>(good, bad).check_finite("fit"); }) ==
        "fit, targets: got nan at feature 0 of sample 1, expected finite numbers");
  CHECK_NOTHROW(Dataset<double>(good, good).check_finite("fit"));
}

TEST_CASE("A number that is not finite is found wherever it lies") {
  const Eigen::Index feature = GENERATE(0, 1, 15, 16, 31, 32, 34);
  Eigen::MatrixXf bad = Eigen::MatrixXf::Constant(35, 2, std::numeric_limits<float>::max());
  CHECK_NOTHROW(Dataset<float>(bad).check_finite("fit"));
  bad(feature, 1) =
      GENERATE(std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
               std::numeric_limits<float>::quiet_NaN());
  CHECK_THROWS_AS(Dataset<float>(bad).check_finite("fit"), ValueError);
}

TEST_CASE("A constant temporary is kept, too") {
  const auto make = []() -> const Eigen::MatrixXd { return counting(); };
  const Dataset<double> data = make();
  Eigen::VectorXd first(data.features());
  const Eigen::Index zero = 0;
  data.gather(std::span(&zero, 1), first.data());
  CHECK(first == counting().col(0));
}

TEST_CASE("A dataset is given once it was made of something, be it empty") {
  CHECK_FALSE(Dataset<double>().given());
  CHECK(Dataset<double>(Eigen::MatrixXd(3, 0)).given());
}
