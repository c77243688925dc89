// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string_view>

#include <eigencoder/operations/images.hpp>

namespace eigencoder {

/// How many rows and columns are added to images, or taken away, on each side.
template <Index Top, Index Bottom, Index Left, Index Right>
struct Border {
  static_assert(Top >= 0 && Bottom >= 0 && Left >= 0 && Right >= 0,
                "eigencoder: Border: each side is at least 0");
  static constexpr Index top = Top, left = Left;
  static constexpr Index rows = Top + Bottom, columns = Left + Right;

  /// The shape of images with the border around them.
  static constexpr auto around(const auto& image) {
    return concatenate(image.template axis<0>() + shape<rows>(),
                       image.template axis<1>() + shape<columns>(), image.template axis<2>());
  }

  /// The shape of images without it.
  /// @throws ShapeError if no pixel is left; where the types show it, it does not compile
  template <class Image>
  static constexpr auto within(std::string_view where, const Image& image) {
    constexpr Index height = Image::extents[0], width = Image::extents[1];
    static_assert((height == Dynamic || height > rows) && (width == Dynamic || width > columns),
                  "eigencoder: Cropping2D: crops as many rows or columns (Border) as the image "
                  "(Image) has, or more");
    if (image.extent(0) <= rows || image.extent(1) <= columns) {
      fail<ShapeError>(where, {"images of ", image},
                       {"more than the ", rows, " x ", columns, " that are cropped"});
    }
    return concatenate(less<0, rows>(image), less<1, columns>(image), image.template axis<2>());
  }

 private:
  template <int Axis, Index Count, class Image>
  static constexpr auto less(const Image& image) {
    constexpr Index extent = Image::extents[Axis];
    if constexpr (extent == Dynamic) {
      return Shape<Dynamic>{image.extent(Axis) - Count};
    } else {
      return Shape<std::max<Index>(0, extent - Count)>{};
    }
  }
};

namespace detail {

/// Calls f(run of the inner image, run of the outer one, its length) for each row of the inner.
template <class B, class Inner, class F>
void for_each_inner_row(B, const Inner& inner, const F& f) {
  const Index length = inner.extent(1) * inner.extent(2);
  const Index outer_length = length + B::columns * inner.extent(2);
  for (Index row = 0; row < inner.extent(0); ++row) {
    f(row * length, (row + B::top) * outer_length + B::left * inner.extent(2), length);
  }
}

template <class Scalar>
void add_run(const Scalar* from, Index count, Scalar* to) {
  Eigen::Map<Eigen::ArrayX<Scalar>>(to, count) +=
      Eigen::Map<const Eigen::ArrayX<Scalar>>(from, count);
}

}  // namespace detail

/// Images with zeros around them: (height + rows) x (width + columns) x channels.
template <class C, class R, class N, class B>
auto pad_with_zeros(const View<C, R, N>& x, B border) {
  const auto inner = detail::image_shape(x);
  const auto shape = border.around(inner);
  const Index size = shape.size();
  const auto y = x.context().result(shape, x.columns(), x);
  detail::for_each_sample(x, size, [&](Index i, const auto* from) {
    auto* to = y.write() + i * size;
    std::fill_n(to, size, 0);
    detail::for_each_inner_row(border, inner, [&](Index in, Index out, Index count) {
      std::copy_n(from + in, count, to + out);
    });
  });
  x.context().record(y, [=](auto* adjoint) {
    detail::contribute_to_samples(x, size, [&](Index i, const auto*, auto* to) {
      detail::for_each_inner_row(border, inner, [&](Index in, Index out, Index count) {
        detail::add_run(adjoint + i * size + out, count, to + in);
      });
    });
  });
  return y;
}

/// Images without their border: (height - rows) x (width - columns) x channels.
/// @throws ShapeError if no pixel is left; where the types show it, it does not compile
template <class C, class R, class N, class B>
auto crop(const View<C, R, N>& x, B border) {
  const auto shape = border.within("crop", detail::image_shape(x));
  const Index size = shape.size();
  const auto y = x.context().result(shape, x.columns(), x);
  detail::for_each_sample(x, size, [&](Index i, const auto* from) {
    detail::for_each_inner_row(border, shape, [&](Index in, Index out, Index count) {
      std::copy_n(from + out, count, y.write() + i * size + in);
    });
  });
  x.context().record(y, [=](auto* adjoint) {
    detail::contribute_to_samples(x, size, [&](Index i, const auto*, auto* to) {
      detail::for_each_inner_row(border, shape, [&](Index in, Index out, Index count) {
        detail::add_run(adjoint + i * size + in, count, to + out);
      });
    });
  });
  return y;
}

}  // namespace eigencoder
