# SPDX-License-Identifier: MIT
"""The same weights in the files of Keras 3 convert to the same bytes.

    python3 keras3.py FOLDER      FOLDER: what run left, with denoising.safetensors

No package of apt or npm has Keras 3, so its .keras and .weights.h5 are laid out here as its
keras/src/saving/saving_lib.py does: by the classes of the layers, variables counted.
"""

import io
import json
import pathlib
import subprocess
import sys
import zipfile

import h5py
import numpy as np

CONVERTER = pathlib.Path(__file__).parents[2] / "examples" / "convert_weights.py"
LAYERS = {"encoder.0.conv2d": "functional/conv2d", "encoder.1.conv2d": "functional/conv2d_1",
          "encoder.3.dense": "functional/dense", "decoder.0.dense": "functional_1/dense",
          "decoder.2.conv2d_transpose": "functional_1/conv2d_transpose",
          "decoder.3.conv2d_transpose": "functional_1/conv2d_transpose_1",
          "decoder.4.conv2d_transpose": "functional_1/conv2d_transpose_2"}


def arrays_of(path):
    file = path.read_bytes()
    start = 8 + int.from_bytes(file[:8], "little")
    for name, a in json.loads(file[8:start]).items():
        if name != "__metadata__":
            begin, end = (start + offset for offset in a["data_offsets"])
            yield name, np.frombuffer(file[begin:end], "<f4").reshape(a["shape"])


def dict_of(path):
    return {name: (array.shape, array.tobytes()) for name, array in arrays_of(path)}


def weights_of_keras3(arrays):
    file = io.BytesIO()
    with h5py.File(file, "w") as weights:
        for name, array in arrays:
            layer, _, variable = name.rpartition(".")
            model, own = LAYERS[layer].split("/")
            place = ["kernel", "bias"].index(variable)
            weights[f"layers/{model}/layers/{own}/vars/{place}"] = array
        weights["optimizer/vars/0"] = 1
    return file.getvalue()


def main(folder):
    expected = folder / "denoising.safetensors"
    weights = weights_of_keras3(arrays_of(expected))
    (folder / "keras3.weights.h5").write_bytes(weights)
    with zipfile.ZipFile(folder / "keras3.keras", "w") as file:
        file.writestr("metadata.json", '{"keras_version": "3"}')
        file.writestr("config.json", "{}")
        file.writestr("model.weights.h5", weights)
    for source in ("keras3.weights.h5", "keras3.keras"):
        out = folder / "keras3.safetensors"
        pairs = [f"{name}={layer}" for name, layer in LAYERS.items()]
        subprocess.run([sys.executable, CONVERTER, folder / source, out, *pairs], check=True)
        if dict_of(out) != dict_of(expected):
            sys.exit(f"{source}: other weights than {expected.name}")
        print(f"{source}: the weights of {expected.name}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
