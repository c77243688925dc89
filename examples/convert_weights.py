# SPDX-License-Identifier: MIT
"""Weights that Keras (.h5, .keras) or PyTorch (a state dict) trained, as a file for load_model.

    convert_weights.py FILE                                                    lists its layers
    convert_weights.py FILE OUT encoder.0.dense=dense decoder.0.dense=dense_1  writes these
    convert_weights.py FILE OUT 3.dense=4:in=CxHxW 4.dense=6:out=CxHxW         PyTorch's images
"""
import json
import re
import sys
import zipfile

import numpy as np

NAMES = ["kernel", "bias"], ["gamma", "beta", "moving_mean", "moving_variance"]
PLACES = {"weight": 0, "running_mean": 2, "running_var": 3, "depthwise_kernel": 0}
PLACES.update((name, i) for names in (*NAMES, "0123") for i, name in enumerate(names))


def torch_arrays(path):
    import torch
    state = torch.load(path, map_location="cpu", weights_only=True)
    state = state.get("state_dict", state.get("model_state_dict", state))
    return [(*n.rpartition(".")[::2], t.float().numpy()) for n, t in state.items() if np.ndim(t)]


def keras_arrays(path):
    import h5py
    file = zipfile.ZipFile(path).open("model.weights.h5") if path.endswith(".keras") else path
    file, items = h5py.File(file, "r"), {}
    file.visititems(items.__setitem__)
    flips = file.attrs.get("backend") in ("theano", b"theano")  # turns kernels round
    for name, item in items.items():
        if isinstance(item, h5py.Dataset) and not name.startswith("optimizer"):
            parts = [p for p in name.split("/") if p not in ("model_weights", "layers", "vars")]
            array = np.flip(np.array(item, "f4"), tuple(range(item.ndim - 2 if flips else 0)))
            yield "/".join(dict.fromkeys(parts[:-1])), parts[-1].split(":")[0], array


def convert(pair, layers, is_keras):
    match = re.fullmatch(r"([^=]+)=([^:]+)(?::(in|out)=(\d+)x(\d+)x(\d+))?", pair)
    if not match or match[2] not in layers or match[3] and is_keras:
        sys.exit(f"{pair}: expected NAME=LAYER, of PyTorch also :in, :out; has {', '.join(layers)}")
    found, names = layers[match[2]], NAMES["normalization" in match[1]]
    if sorted(PLACES.get(v, 4) for v in found) != list(range(len(found)))[:len(names)]:
        sys.exit(f"{pair}: got {', '.join(found)}, expected {', '.join(names)}")
    if len(found) == 1:  # without a bias, which is zero
        axis = -1 - ("transpose" in match[1]) if is_keras else "transpose" in match[1]
        found = {**found, "bias": np.zeros(next(iter(found.values())).shape[axis], "f4")}
    for variable, array in found.items():
        axis = {"in": 1, "out": 0}.get(match[3], array.ndim)  # of units x inputs
        if axis < array.ndim:
            shape = *array.shape[:axis], *map(int, match.groups()[3:]), *array.shape[axis + 1:]
            array = np.moveaxis(array.reshape(shape), axis, axis + 2).reshape(array.shape)
        yield f"{match[1]}.{names[PLACES[variable]]}", array


def main(path, out=None, *pairs):
    is_keras, layers, arrays = path.endswith((".h5", ".hdf5", ".keras")), {}, {}
    try:
        for layer, variable, array in (keras_arrays if is_keras else torch_arrays)(path):
            layers.setdefault(layer, {})[variable] = array
        for pair in pairs:
            arrays.update(convert(pair, layers, is_keras))
    except Exception as error:
        sys.exit(f"{path}: {error}")
    for layer, found in () if pairs else layers.items():
        print(layer, *(f"{v} {' x '.join(map(str, a.shape))}" for v, a in found.items()), sep="  ")
    if pairs:
        header, at = {"__metadata__": {"orientation": "keras" if is_keras else "pytorch"}}, 0
        for name, a in arrays.items():
            header[name] = dict(dtype="F32", shape=a.shape, data_offsets=[at, at := at + a.nbytes])
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        with open(out, "wb") as file:
            file.write(len(text).to_bytes(8, "little") + text)
            file.writelines(a.tobytes() for a in arrays.values())


main(*sys.argv[1:]) if len(sys.argv) > 1 else sys.exit(__doc__)
