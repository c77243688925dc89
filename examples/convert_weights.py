#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Weights that Keras or PyTorch trained, as a safetensors file for load_model.

    convert_weights.py FILE                  lists the layers in it
    convert_weights.py FILE OUT encoder.0.dense=dense decoder.0.dense=dense_1
FILE is of Keras (.h5, .keras; needs python3-h5py) or a state dict of PyTorch (.pt, .pth). After OUT:
which layer of FILE each layer of the C++ model is; NAME=LAYER:CxHxW for a dense layer after PyTorch
has flattened images, channels first.
"""
import json
import sys
import zipfile

import numpy as np

WEIGHTS, NORM = ["kernel", "bias"], ["gamma", "beta", "moving_mean", "moving_variance"]


def torch_layers(path):
    import torch
    state, layers = torch.load(path, map_location="cpu"), {}
    for name, tensor in state.get("state_dict", state).items():
        layers.setdefault(name.rpartition(".")[0], {})[name.rpartition(".")[2]] = tensor.numpy()
    for layer, found in layers.items():
        names = dict(zip(["weight", "bias", "running_mean", "running_var"],
                         NORM if "running_mean" in found else WEIGHTS))
        layers[layer] = {names[v]: found[v] for v in found if v in names}
    return layers


def keras_layers(path):
    import h5py
    if zipfile.is_zipfile(path):  # .keras
        path = zipfile.ZipFile(path).open("model.weights.h5")
    layers = {}

    def visit(name, data):
        if isinstance(data, h5py.Dataset) and "optimizer" not in name:
            parts = [p for p in name.split("/") if p not in ("model_weights", "layers", "vars")]
            layer = "/".join(dict.fromkeys(parts[:-1]))  # Keras 2 says a name twice
            layers.setdefault(layer, {})[parts[-1].split(":")[0]] = data[()]

    h5py.File(path, "r").visititems(visit)
    for layer, found in layers.items():
        names = NORM if len(found) == 4 else WEIGHTS  # Keras 3 counts them
        layers[layer] = {names[int(v)] if v.isdigit() else v: found[v] for v in found}
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


def main(path, out=None, *pairs):
    is_torch, arrays = path.endswith((".pt", ".pth")), {}
    layers = torch_layers(path) if is_torch else keras_layers(path)
    for layer, found in layers.items() if not out else ():
        print(layer, *(f"{v} {' x '.join(map(str, a.shape))}" for v, a in found.items()), sep="  ")
    for pair in pairs:
        name, source, image = (pair.replace(":", "=") + "=").split("=")[:3]
        if source not in layers:
            sys.exit(f"{path}: no layer {source!r}; there are {', '.join(layers)}")
        for variable, a in layers[source].items():
            if image and variable == "kernel":  # units x (c h w) to units x (h w c)
                a = a.reshape(-1, *map(int, image.split("x"))).transpose(0, 2, 3, 1).reshape(a.shape)
            arrays[f"{name}.{variable}"] = np.ascontiguousarray(a, "<f4")
    return out and write(out, arrays, "pytorch" if is_torch else "keras")


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) > 1 else sys.exit(__doc__)
