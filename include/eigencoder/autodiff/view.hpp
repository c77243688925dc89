// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Core>
#include <type_traits>
#include <utility>

#include <eigencoder/core/shape.hpp>

namespace eigencoder {

/// The derivative of the result with respect to one intermediate value or parameter.
///
/// `written` is false until the first contribution, which assigns; later ones add.
template <class Scalar>
struct Adjoint {
  Scalar* data;
  bool written;
};

/// A matrix of numbers that remembers its shape and the context that computes with it.
///
/// `Value` and `Variable` are this template over a workspace and over a tape. It is small and is
/// passed by value; the numbers lie in the context, in the model or with the caller, and must
/// outlive it. A batch has the shape of a sample as `Rows` and its samples as columns; a parameter
/// has rows and columns of its own; a loss is 1 x 1.
template <class Context_, class Rows_, class Columns_ = Shape<Dynamic>>
class View {
 public:
  using Context = Context_;
  using Scalar = typename Context::Scalar;
  using Rows = Rows_;
  using Columns = Columns_;
  static_assert(Columns::rank == 1, "eigencoder: View: a matrix has one extent of columns");

  /// Extents as far as the type knows them, else `Dynamic`.
  static constexpr Index known_rows = decltype(std::declval<Rows>().size())::extents[0];
  static constexpr Index known_columns = Columns::extents[0];
  /// Whether they are 1 x 1, as those of a loss.
  static constexpr bool is_number = known_rows == 1 && known_columns == 1;

  View(Context& context, Scalar* data, const Rows& rows, const Columns& columns,
       Adjoint<Scalar>* adjoint = nullptr)
      : context_(&context),
        data_(data),
        stride_(rows.size()),
        adjoint_(adjoint),
        rows_(rows),
        columns_(columns) {}

  /// A constant in memory of the caller's: columns `stride` numbers apart, never written.
  View(Context& context, const Scalar* data, const Rows& rows, const Columns& columns, Index stride)
      : View(context, const_cast<Scalar*>(data), rows, columns) {
    stride_ = stride;
  }

  Context& context() const { return *context_; }

  /// Shape of one sample.
  const Rows& shape() const { return rows_; }
  /// Elements of one column, an extent.
  auto rows() const { return rows_.size(); }
  /// Number of columns, an extent: the samples of a batch.
  const Columns& columns() const { return columns_; }
  /// Number of elements.
  Index size() const { return Index{rows()} * Index{columns_}; }

  /// The numbers, rows x columns.
  auto matrix() const {
    return Eigen::Map<const Eigen::MatrixX<Scalar>, 0, Eigen::OuterStride<>>(
        data_, rows(), columns_, Eigen::OuterStride<>(stride_));
  }
  /// The only number of a 1 x 1 view.
  Scalar value() const {
    static_assert(is_number,
                  "eigencoder: View: value() is for a single number; reduce with sum or mean");
    return *data_;
  }
  /// What the reversed tape left here, rows x columns; zero where nothing was contributed. Of what
  /// the caller made, such as inputs: of results operations may have used it up.
  Eigen::MatrixX<Scalar> adjoint() const {
    if (adjoint_ == nullptr || !adjoint_->written)
      return Eigen::MatrixX<Scalar>::Zero(rows(), columns_);
    return Eigen::Map<const Eigen::MatrixX<Scalar>>(adjoint_->data, rows(), columns_);
  }

  // For operations.

  const Scalar* data() const { return data_; }
  Scalar* write() const { return data_; }
  Index stride() const { return stride_; }
  bool contiguous() const { return stride_ == rows() || columns_ == 1; }
  Adjoint<Scalar>* node() const { return adjoint_; }

  /// The logit of which this is the sigmoid, if it is known to be one.
  const View* logit() const { return logit_; }
  void set_logit(const View* logit) { logit_ = logit; }

 private:
  Context* context_;
  Scalar* data_;
  Index stride_;
  Adjoint<Scalar>* adjoint_;
  const View* logit_ = nullptr;
  [[no_unique_address]] Rows rows_;
  [[no_unique_address]] Columns columns_;
};

/// Whether T is a `Value` or a `Variable`.
template <class T>
inline constexpr bool is_view = false;
template <class Context, class Rows, class Columns>
inline constexpr bool is_view<View<Context, Rows, Columns>> = true;

}  // namespace eigencoder
