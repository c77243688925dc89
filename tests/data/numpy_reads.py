# SPDX-License-Identifier: MIT
"""numpy_reads.py PROGRAM: runs it (numpy_reads.cpp) and compares what NumPy reads in its files."""

import pathlib
import subprocess
import sys
import tempfile

import numpy as np

table = 10 * np.arange(4)[:, None] + np.arange(6)
EXPECTED = {
    "f4": table.astype("<f4"),
    "f8": table.astype("<f8"),
    "u1": table.astype("u1"),
    "i8": table.astype("<i8"),
    "fortran": table.reshape(4, 3, 2).astype("<f4"),
    "numbers": table[:, 1].astype("<f4"),
}


def compare(name, array):
    expected = EXPECTED[name]
    assert array.dtype == expected.dtype and array.shape == expected.shape, name
    assert np.array_equal(array, expected), name
    assert array.flags.f_contiguous == (name in ("fortran", "numbers")), name


with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.argv[1], folder], check=True)
    arrays = 0
    for path in sorted(pathlib.Path(folder).iterdir()):
        if path.suffix == ".npy":
            compare(path.stem, np.load(path))
            arrays += 1
        else:
            with np.load(path) as archive:
                for name in archive.files:
                    compare(name, archive[name])
                    arrays += 1
    assert arrays in (6, 12), f"{arrays} arrays"
print(f"NumPy {np.__version__} reads {arrays} arrays as they were written")
