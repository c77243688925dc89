# SPDX-License-Identifier: MIT
"""Samples scaled by scikit-learn: scaling.hpp."""

import pathlib

import numpy as np
import sklearn
from sklearn.preprocessing import MinMaxScaler, StandardScaler

HERE = pathlib.Path(__file__).resolve().parent

# One sample a row: ordinary, far from 0, never changing, tiny, with an outlier.
train = np.array([
    [-1.5, 1e3 + 1, 0.1, 3e-9, 1],
    [0.25, 1e3 + 4, 0.1, -1e-9, 2],
    [2.0, 1e3 - 2, 0.1, 4e-9, 100],
    [0.75, 1e3 + 0.5, 0.1, 0, 3],
    [-0.125, 1e3, 0.1, 2e-9, 1.5],
])
fresh = np.array([
    [0.5, 1e3 + 2, 0.1, 1e-9, 2],
    [4.0, 1e3 - 8, 1.1, 9e-9, -7],
])
SCALERS = {
    "min_max_0_1": MinMaxScaler(),
    "min_max_-1_3": MinMaxScaler((-1, 3)),
    "standard": StandardScaler(),
}


def by_numpy(name):
    """The formulas, spelt out."""
    if name == "standard":
        scale = np.sqrt(np.mean((train - train.mean(0)) ** 2, 0))
        return (fresh - train.mean(0)) / np.where(np.ptp(train, 0) == 0, 1, scale)
    low, high = (float(bound) for bound in name.removeprefix("min_max_").split("_"))
    width = np.where(np.ptp(train, 0) == 0, 1, np.ptp(train, 0))
    return low + (fresh - train.min(0)) / width * (high - low)


def matrix(samples):
    numbers = ", ".join(repr(float(v)) for v in samples.flatten())
    return f"{{{samples.shape[1]}, {samples.shape[0]}, {{{numbers}}}}}"


def entry(name, scaler):
    scaled = scaler.fit(train).transform(fresh)
    np.testing.assert_allclose(scaled, by_numpy(name), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(scaler.inverse_transform(scaled), fresh, rtol=1e-12)
    return f'    {{"{name}",\n     {matrix(scaled)}}},\n'


text = f"""// SPDX-License-Identifier: MIT
// Made by tests/golden/scaling.py with scikit-learn {sklearn.__version__}; do not edit.
#pragma once

#include "case.hpp"

// clang-format off
namespace eigencoder::golden {{

struct ScalingCase {{
  std::string name;
  Matrix scaled;  ///< the fresh samples
}};

inline const Matrix scaling_train{matrix(train)};
inline const Matrix scaling_fresh{matrix(fresh)};

inline const std::vector<ScalingCase> scalings{{
{"".join(entry(*scaler) for scaler in SCALERS.items())}}};

}}  // namespace eigencoder::golden
"""
(HERE / "scaling.hpp").write_text(text)
print(f"scaling.hpp: {len(text)} bytes")
