// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <type_traits>

#include <eigencoder/kernels/pooling.hpp>
#include <eigencoder/operations/images.hpp>
#include <eigencoder/operations/interpolation.hpp>

namespace eigencoder {

namespace detail {

/// How many bytes of the context's memory the taps of both axes take.
template <class Scalar>
constexpr std::size_t resize_bytes(Index height, Index width) {
  return piece_bytes<Taps<Scalar>>(static_cast<std::size_t>(height)) +
         piece_bytes<Taps<Scalar>>(static_cast<std::size_t>(width));
}

/// How one image becomes another: two sparse matrices, one for the rows and one for the columns.
template <class Scalar>
struct Resizing {
  const Taps<Scalar>* rows;
  const Taps<Scalar>* columns;
  Index height, width;  // of the result
  Index input_width, channels;

  Index input_row() const { return input_width * channels; }
  auto row(auto* image, Index y) const {
    using Numbers = Eigen::ArrayX<Scalar>;
    using Image = std::remove_reference_t<decltype(*image)>;
    using Map = Eigen::Map<std::conditional_t<std::is_const_v<Image>, const Numbers, Numbers>>;
    return Map(image + y * input_row(), input_row());
  }

  /// to = from resized; `between` has room for a row of `from`.
  void apply(const Scalar* from, Scalar* to, Scalar* between) const {
    for (Index y = 0; y < height; ++y) {
      row(between, 0).setZero();
      for_each_tap(rows[y],
                   [&](Index place, Scalar w) { row(between, 0) += w * row(from, place); });
      for (Index x = 0; x < width; ++x) {
        gather(columns[x], between, to + (y * width + x) * channels);
      }
    }
  }

  /// The transpose: adds to the adjoint of `from` what the adjoint of the result makes of it.
  void add_transposed(const Scalar* adjoint, Scalar* from, Scalar* between) const {
    for (Index y = 0; y < height; ++y) {
      row(between, 0).setZero();
      for (Index x = 0; x < width; ++x) {
        scatter(columns[x], adjoint + (y * width + x) * channels, between);
      }
      for_each_tap(rows[y],
                   [&](Index place, Scalar w) { row(from, place) += w * row(between, 0); });
    }
  }

 private:
  static void for_each_tap(const Taps<Scalar>& taps, const auto& f) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(taps.count); ++i) {
      f(taps.places[i], taps.weights[i]);
    }
  }

  void gather(const Taps<Scalar>& taps, const Scalar* pixels, Scalar* to) const {
    using namespace Eigen::internal;
    kernels::for_each_packet<Scalar>(0, channels, [&](Index c, auto packet) {
      using P = decltype(packet);
      P sum = pset1<P>(Scalar(0));
      for_each_tap(taps, [&](Index place, Scalar w) {
        sum = pmadd(pset1<P>(w), ploadu<P>(pixels + place * channels + c), sum);
      });
      pstoreu(to + c, sum);
    });
  }

  void scatter(const Taps<Scalar>& taps, const Scalar* from, Scalar* pixels) const {
    using namespace Eigen::internal;
    kernels::for_each_packet<Scalar>(0, channels, [&](Index c, auto packet) {
      using P = decltype(packet);
      const P g = ploadu<P>(from + c);
      for_each_tap(taps, [&](Index place, Scalar w) {
        Scalar* to = pixels + place * channels + c;
        pstoreu(to, pmadd(pset1<P>(w), g, ploadu<P>(to)));
      });
    });
  }
};

}  // namespace detail

/// Images of another height and width, `size` = height x width, interpolated along the columns and
/// then along the rows: what TensorFlow's resizing of images computes, without antialiasing. A
/// cubic may leave the range of the pixels.
///
///   resize<Bicubic, Legacy>(x, shape<32, 32>())
template <class Interpolation, class Grid, class C, class R, class N, class Size>
auto resize(const View<C, R, N>& x, const Size& size) {
  using Scalar = typename C::Scalar;
  const auto& image = detail::image_shape(x);
  const auto shape = concatenate(size, image.template axis<2>());
  const auto taps = [&](int axis) {
    return detail::axis_taps<Interpolation, Grid>(x.context(), image.extent(axis),
                                                  shape.extent(axis));
  };
  const detail::Resizing<Scalar> resizing{taps(0),         taps(1),         shape.extent(0),
                                          shape.extent(1), image.extent(1), image.extent(2)};
  const Index places = shape.size(), row = resizing.input_row();
  Scalar* between =
      x.context().template allocate<Scalar>(static_cast<std::size_t>(row * x.columns()));
  const auto y = x.context().result(shape, x.columns(), x);
  detail::for_each_sample(x, 8 * places, [&](Index i, const auto* from) {
    resizing.apply(from, y.write() + i * places, between + i * row);
  });
  x.context().record(y, [=](auto* adjoint) {
    detail::contribute_to_samples(x, 8 * places, [&](Index i, const auto*, auto* to) {
      resizing.add_transposed(adjoint + i * places, to, between + i * row);
    });
  });
  return y;
}

}  // namespace eigencoder
