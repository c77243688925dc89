// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <eigencoder/core/new_file.hpp>
#include <eigencoder/io/layer_source.hpp>
#include <eigencoder/io/version_text.hpp>
#include <eigencoder/models/model.hpp>

namespace eigencoder {

struct HeaderOptions {
  /// The namespace in which the model stands: `trained::model`.
  std::string name = "trained";
  /// Headers that declare layers and activations of one's own: "maxout.hpp", or with brackets.
  std::vector<std::string> includes{};
};

namespace detail {

// Words of C++20 that are no names, by [lex.key] and [lex.digraph].
inline constexpr std::string_view keywords =
    " alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t "
    "char32_t "
    "char8_t class co_await co_return co_yield compl concept const const_cast consteval constexpr "
    "constinit continue decltype default delete do double dynamic_cast else enum explicit export "
    "extern false float for friend goto if inline int long mutable namespace new noexcept not "
    "not_eq "
    "nullptr operator or or_eq private protected public register reinterpret_cast requires return "
    "short signed sizeof static static_assert static_cast struct switch template this thread_local "
    "throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t "
    "while "
    "xor xor_eq Eigen eigencoder std ";

/// @throws ValueError unless it may be the name of a namespace
inline void check_name(const std::string& name) {
  const auto is_letter = [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || c == '_';
  };
  const auto is_part = [&](char c) { return is_letter(c) || ('0' <= c && c <= '9'); };
  const bool ok = !name.empty() && is_letter(name[0]) &&
                  std::all_of(name.begin(), name.end(), is_part) &&
                  keywords.find(" " + name + " ") == keywords.npos;
  check(ok, "write_header: name", {'"', name, '"'}, "a name for a namespace of C++");
}

/// The lines that include headers of the caller's.
/// @throws ValueError for what cannot stand in one
inline std::string include_lines(const std::vector<std::string>& includes) {
  std::string lines;
  for (const std::string& name : includes) {
    check(!name.empty() && name.find_first_of("\"\n") == name.npos, "write_header: includes",
          {'"', name, '"'}, "the name of a header");
    lines += name[0] == '<' ? "#include " + name + "\n" : "#include \"" + name + "\"\n";
  }
  return lines;
}

/// @throws ValueError unless the parameters are few enough and finite
template <class Scalar>
void check_fits_header(const Weights<Scalar>& weights) {
  constexpr Index most = 1'000'000;
  check(weights.values.size() <= most, "write_header", {weights.values.size(), " parameters"},
        {"at most ", most, "; save_model writes a file for more"});
  for (const ParameterInfo& p : weights.list) {
    for (Index i = p.offset; i < p.offset + p.size(); ++i) {
      const Scalar value = weights.values[i];
      check(std::isfinite(value), {"write_header: ", p.name}, value, "finite numbers");
    }
  }
}

/// "float" and the like, and what ends its literals.
template <class Scalar>
constexpr std::string_view scalar_name = std::is_same_v<Scalar, float>    ? "float"
                                         : std::is_same_v<Scalar, double> ? "double"
                                                                          : "long double";
template <class Scalar>
constexpr std::string_view literal_end = std::is_same_v<Scalar, float>    ? "f"
                                         : std::is_same_v<Scalar, double> ? ""
                                                                          : "L";

/// A number as a literal in hexadecimal digits, which every compiler reads as the same bits.
template <class Scalar>
std::string literal(Scalar value) {
  std::array<char, 64> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), std::abs(value),
                                 std::chars_format::hex)
                       .ptr;
  return std::string(std::signbit(value) ? "-0x" : "0x")
      .append(digits.data(), end)
      .append(literal_end<Scalar>);
}

/// The array of all parameters, a few in a line.
template <class Scalar>
void write_parameters(NewFile& file, const Weights<Scalar>& weights) {
  const Index size = weights.values.size();
  if (size == 0) {
    file.write(text("inline constexpr std::span<const ", scalar_name<Scalar>, "> parameters{};\n"));
    return;
  }
  file.write(
      text("alignas(64) inline constexpr ", scalar_name<Scalar>, " parameters[", size, "] = {"));
  for (const ParameterInfo& p : weights.list) {
    std::string numbers = text("\n    // ", p.name, ", ", p.rows, " x ", p.columns);
    for (Index i = 0; i < p.size(); ++i)
      numbers += (i % 6 == 0 ? "\n    " : " ") + literal(weights.values[p.offset + i]) + ",";
    file.write(numbers);
  }
  file.write("\n};\n");
}

/// What the shapes of a model are called, in the order of a call: "784 -> 32 -> 784".
template <class Description>
std::string shapes_of(const Description& description) {
  if constexpr (requires { description.code_shape(); }) {
    return text(description.input_shape(), " -> ", description.code_shape(), " -> ",
                description.output_shape());
  } else {
    return text(description.input_shape(), " -> ", description.output_shape());
  }
}

/// What stands before the parameters: what the header is, how it is used, and the network.
template <class Description>
std::string header_begin(const Model<Description>& model, const HeaderOptions& options) {
  constexpr bool has_code = requires { model.description().code_shape(); };
  const std::string_view scalar = scalar_name<typename Description::Scalar>;
  const std::string name = options.name + "::model";
  return text(
      "// Written by Eigencoder ", version_text(), ": a model of ", model.parameters().size(),
      " parameters, ", shapes_of(model.description()), ".\n//\n",
      "//   alignas(64) static std::byte memory[", name, ".workspace_bytes(1)];  // one sample\n",
      "//   eigencoder::FixedWorkspace<", scalar, "> workspace{memory};\n",
      "//   const auto output = ", name, "(sample, workspace);\n",
      has_code ? text("//   const auto code = ", name, ".encoder(sample, workspace);\n") : "",
      has_code ? text("//   const auto decoded = ", name, ".decoder(code, workspace);\n") : "",
      "#pragma once\n\n#include <eigencoder/inference.hpp>\n", include_lines(options.includes),
      "\nnamespace ", options.name,
      " {\n\ninline constexpr auto network = ", LayerSource::of(model.description()), ";\n\n");
}

}  // namespace detail

/// Writes a model as a C++ header: its parameters as a constexpr array and its type, for programs
/// that have no file system, no heap and no exceptions.
///
///   write_header(model, "digits.hpp", {.name = "digits"});
///
///   #include "digits.hpp"
///   alignas(64) static std::byte memory[digits::model.workspace_bytes(1)];
///   eigencoder::FixedWorkspace<float> workspace{memory};
///   const auto code = digits::model.encoder(sample, workspace);
///
/// `digits::model` is a `ModelView`, which gives the same bits as the model if it is compiled in
/// the same way. Layers that do something in training alone are left out. Those of one's own have
/// constexpr `output` and `parameters`, and if they have members say by `source()` what makes them.
/// What was there before stays until the new file is whole.
/// @throws ValueError for more than a million parameters, one that is not finite, or a name that
///         is none in C++; FileError if the file cannot be written
template <class Description>
void write_header(const Model<Description>& model, const std::filesystem::path& path,
                  const HeaderOptions& options = {}) {
  detail::check_name(options.name);
  detail::check_fits_header(model.weights());
  const std::string begin = detail::header_begin(model, options);
  NewFile file(path);
  file.write(begin);
  detail::write_parameters(file, model.weights());
  file.write(text("\ninline constexpr eigencoder::ModelView model{network, parameters};\n\n",
                  "}  // namespace ", options.name, "\n"));
  file.commit();
}

}  // namespace eigencoder
