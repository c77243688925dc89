#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Weights that Keras or PyTorch trained, as a safetensors file for load_model.

    convert_weights.py FILE                  lists the layers in it
    convert_weights.py FILE OUT encoder.0.dense=dense decoder.0.dense=dense_1

FILE is of Keras (.h5, .keras; needs python3-h5py) or a state dict of PyTorch (.pt, .pth). After OUT:
which layer of FILE each layer of the C++ model is. PyTorch flattens images channels first: write
NAME=LAYER:in=CxHxW for a dense layer after that, and :out=CxHxW where its result becomes images.
"""
import json
import sys
import zipfile

import numpy as np

TORCH = {"weight": 0, "bias": 1, "running_mean": 2, "running_var": 3}


def torch_layers(path):
    import torch
    state, layers = torch.load(path, map_location="cpu"), {}
    for name, tensor in state.get("state_dict", state).items():
        layer, _, variable = name.rpartition(".")
        if variable in TORCH:
            layers.setdefault(layer, {})[TORCH[variable]] = tensor.numpy()
    return layers


def keras_layers(path):
    import h5py
    if zipfile.is_zipfile(path):  # .keras
        path = zipfile.ZipFile(path).open("model.weights.h5")
    layers = {}

    def visit(name, data):
        if isinstance(data, h5py.Dataset) and "optimizer" not in name:
            parts = [p for p in name.split("/") if p not in ("model_weights", "layers", "vars")]
            variable = parts[-1].split(":")[0].replace("depthwise_", "")
            key = int(variable) if variable.isdigit() else variable  # Keras 3 counts them
            layers.setdefault("/".join(dict.fromkeys(parts[:-1])), {})[key] = data[()]

    h5py.File(path, "r").visititems(visit)
    return layers


def write(path, arrays, orientation):
    header, place = {"__metadata__": {"orientation": orientation}}, 0
    for name, a in arrays.items():
        header[name] = {"dtype": "F32", "shape": a.shape, "data_offsets": [place, place + a.nbytes]}
        place += a.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.writelines(a.tobytes() for a in arrays.values())


def convert(name, found, side, image):
    normalizes = "normalization" in name
    names = ["gamma", "beta", "moving_mean", "moving_variance"] if normalizes else ["kernel", "bias"]
    if len(found) not in ((2, 4) if normalizes else (1, 2)):
        sys.exit(f"{name}: got {len(found)} arrays, expected {', '.join(names)}")
    for key, a in found.items():
        variable = names[key] if isinstance(key, int) else key
        if image and (side == "out" or variable == "kernel"):
            c, h, w = map(int, image.split("x"))
            axis = 0 if side == "out" else 1  # of PyTorch's units x inputs
            if a.shape[axis] != c * h * w:
                sys.exit(f"{name}: {a.shape[axis]} numbers, but {image} are {c * h * w}")
            a = np.take(a, np.arange(c * h * w).reshape(c, h, w).transpose(1, 2, 0).ravel(), axis)
        yield f"{name}.{variable}", np.ascontiguousarray(a, "<f4")


def main(path, out=None, *pairs):
    is_torch, arrays = path.endswith((".pt", ".pth")), {}
    try:
        layers = torch_layers(path) if is_torch else keras_layers(path)
    except (OSError, AttributeError) as error:
        sys.exit(f"{path}: no state dict or weights of Keras: {error}")
    for layer, found in layers.items() if not out else ():
        print(layer, *(" x ".join(map(str, a.shape)) for a in found.values()), sep="  ")
    for pair in pairs:
        name, source, side, image = (pair.replace(":", "=") + "===").split("=")[:4]
        if source not in layers:
            sys.exit(f"{path}: no layer {source!r}; there are {', '.join(layers)}")
        arrays.update(convert(name, layers[source], side, image))
    if out:
        write(out, arrays, "pytorch" if is_torch else "keras") if pairs else sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) > 1 else sys.exit(__doc__)
