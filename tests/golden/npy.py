# SPDX-License-Identifier: MIT
"""Files as numpy.save writes them, byte for byte, and the numbers in them: npy_files.hpp."""

import io
import pathlib

import numpy as np
from numpy.lib import format as npy

HERE = pathlib.Path(__file__).resolve().parent

table = np.arange(12).reshape(3, 4)
block = np.arange(24).reshape(2, 3, 4)
deep = np.arange(48).reshape(2, 3, 4, 2)

# name, version (None: what numpy.save chooses), array
ARRAYS = [
    ("f4", None, (table / 8 - 0.5).astype("<f4")),
    ("f8", None, table / 10),
    ("i8", None, (table - 5).astype("<i8") * 2**40),
    ("u1", None, (table * 23).astype("u1")),
    ("f4_fortran", None, np.asfortranarray((table / 8).astype("<f4"))),
    ("vector", None, np.array([1.5, -2.0, 3.25], "<f4")),
    ("block", None, (block / 4).astype("<f4")),
    ("block_fortran", None, np.asfortranarray(block.astype("u1"))),
    ("deep", None, deep.astype("u1")),
    ("deep_fortran", None, np.asfortranarray(deep.astype("<i8"))),
    ("no_samples", None, np.empty((0, 3), "<f8")),
    ("no_features", None, np.empty((3, 0), "<f8")),
    ("version2", (2, 0), (table / 8).astype("<f4")),
    ("version3", (3, 0), (table / 8).astype("<f4")),
]


def saved(version, array):
    """The bytes, which NumPy itself must read as the same array."""
    file = io.BytesIO()
    if version:
        npy.write_array(file, array, version=version)
    else:
        np.save(file, array)
    file.seek(0)
    assert np.array_equal(np.load(file), array)
    return file.getvalue()


def listed(numbers):
    return "{" + ", ".join(str(number) for number in numbers) + "}"


def entry(name, version, array):
    assert not name.endswith("_fortran") or not array.flags.c_contiguous
    columns = array.reshape(array.shape[0], array.size // max(array.shape[0], 1))
    return (
        f'    {{"{name}", {listed(array.shape)},\n'
        f"     {listed(repr(float(v)) for v in columns.flatten())},\n"
        f"     {listed(saved(version, array))}}},\n"
    )


text = f"""// SPDX-License-Identifier: MIT
// Made by tests/golden/npy.py with NumPy {np.__version__}; do not edit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// clang-format off
namespace eigencoder::golden {{

struct NpyFile {{
  std::string name;
  std::vector<std::ptrdiff_t> shape;
  std::vector<double> values;  ///< sample after sample, each in C order
  std::vector<std::uint8_t> bytes;
}};

inline const std::vector<NpyFile> npy_files{{
{"".join(entry(*array) for array in ARRAYS)}}};

}}  // namespace eigencoder::golden
"""
(HERE / "npy_files.hpp").write_text(text)
print(f"npy_files.hpp: {len(text)} bytes")
