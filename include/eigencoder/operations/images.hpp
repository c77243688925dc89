// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <eigencoder/operations/elementwise.hpp>

namespace eigencoder::detail {

/// The shape of the images of a view, height x width x channels.
template <class C, class R, class N>
const R& image_shape(const View<C, R, N>& x) {
  static_assert(R::rank == 3,
                "eigencoder: this operation takes images (height, width, channels); see reshape");
  return x.shape();
}

/// Calls f(i, numbers of sample i) for each sample, on the context's threads; `elements` of work
/// each.
template <class C, class R, class N, class F>
void for_each_sample(const View<C, R, N>& x, Index elements, const F& f) {
  split(x.context().threads(), x.columns(), nanoseconds_per_element * static_cast<double>(elements),
        [&](Index i) { f(i, x.data() + i * x.stride()); });
}

/// Calls f(i, numbers of sample i, its adjoint, add) for each sample, for f to add to the adjoint,
/// or to write it where this is the first contribution.
template <class C, class R, class N, class F>
void write_or_add_to_samples(const View<C, R, N>& x, Index elements, const F& f) {
  Adjoint<typename C::Scalar>* adjoint = x.node();
  if (adjoint == nullptr) return;
  const Index size = x.rows();
  for_each_sample(x, elements + size, [&](Index i, const auto* numbers) {
    f(i, numbers, adjoint->data + i * size, adjoint->written);
  });
  adjoint->written = true;
}

/// Likewise for f that can only add: the adjoint is zero before the first contribution.
template <class C, class R, class N, class F>
void contribute_to_samples(const View<C, R, N>& x, Index elements, const F& f) {
  write_or_add_to_samples(x, elements, [&](Index i, const auto* numbers, auto* to, bool add) {
    if (!add) std::fill_n(to, Index{x.rows()}, 0);
    f(i, numbers, to);
  });
}

}  // namespace eigencoder::detail
