# SPDX-License-Identifier: MIT
"""Archives as numpy.savez and numpy.savez_compressed write them, byte for byte: npz_files.hpp."""

import io
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent

table = np.arange(12).reshape(3, 4)
block = np.arange(24).reshape(2, 3, 4)

# name of the array, array; what is read must have the same numbers
ARRAYS = {
    "f4": (table / 8 - 0.5).astype("<f4"),
    "f8_fortran": np.asfortranarray(table / 10),
    "i8": (table - 5).astype("<i8") * 2**40,
    "u1": (block * 10).astype("u1"),
    "inner/ü": np.array([1.5, -2.0, 3.25], "<f4"),
    "empty": np.empty((0, 3), "<f8"),
}


def saved(save):
    """The bytes, which NumPy itself must read as the same arrays."""
    file = io.BytesIO()
    save(file, **ARRAYS)
    file.seek(0)
    archive = np.load(file)
    assert all(np.array_equal(archive[name], array) for name, array in ARRAYS.items())
    return file.getvalue()


def listed(numbers):
    return "{" + ", ".join(str(number) for number in numbers) + "}"


def entry(name, array):
    columns = array.reshape(array.shape[0], array.size // max(array.shape[0], 1))
    numbers = listed(repr(float(v)) for v in columns.flatten())
    return f'    {{"{name}", {listed(array.shape)}, {numbers}}},\n'


text = f"""// SPDX-License-Identifier: MIT
// Made by tests/golden/npz.py with NumPy {np.__version__}; do not edit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// clang-format off
namespace eigencoder::golden {{

struct NpzEntry {{
  std::string name;
  std::vector<std::ptrdiff_t> shape;
  std::vector<double> values;  ///< sample after sample, each in C order
}};

/// The arrays of both archives, in their order.
inline const std::vector<NpzEntry> npz_arrays{{
{"".join(entry(name, array) for name, array in ARRAYS.items())}}};

inline const std::vector<std::uint8_t> npz_stored{listed(saved(np.savez))};

inline const std::vector<std::uint8_t> npz_deflated{listed(saved(np.savez_compressed))};

}}  // namespace eigencoder::golden
"""
(HERE / "npz_files.hpp").write_text(text)
print(f"npz_files.hpp: {len(text)} bytes")
