# SPDX-License-Identifier: MIT
"""Convolutions and transposed ones with all their gradients, by PyTorch in double precision: convolution.hpp.

The padding of Keras and TensorFlow is written out here. `--json FILE` writes the cases for tensorflow.mjs,
which computes them again.
"""

import numpy as np
import torch
import torch.nn.functional as F

from golden import cases, scattered, write, write_records

entries = []
records = []


def small(shape, seed):
    """Multiples of 1/8 between -1 and 1: sums of their products are exact."""
    size = int(np.prod(shape))
    return (np.floor(scattered(np.arange(size) + 1000 * seed) * 17) - 8).reshape(shape) / 8


def columns(array, rows):
    """A matrix of so many rows, filled column by column in the order of the array's memory."""
    return array.reshape(-1, rows).T


def span(kernel, dilation):
    return (kernel - 1) * dilation + 1


def convolve(x, kernel, stride, dilation, padding, extra):
    """x: samples x channels x height x width; kernel as Keras has it, height x width x in x out."""
    sides = []
    for axis in (1, 0):
        size, reach = x.shape[2 + axis], span(kernel.shape[axis], dilation[axis])
        total = max(0, (-(-size // stride[axis]) - 1) * stride[axis] + reach - size)
        sides += [total // 2, total - total // 2] if padding == "same" else [0, 0]
    return F.conv2d(F.pad(x, sides), kernel.permute(3, 2, 0, 1).contiguous(), stride=stride, dilation=dilation)


def convolve_transposed(x, kernel, stride, dilation, padding, extra):
    """kernel as Keras has it, height x width x out x in: all that is reached, then a part of it."""
    full = F.conv_transpose2d(x, kernel.permute(3, 2, 0, 1).contiguous(), stride=stride, dilation=dilation)
    sides = []
    for axis in (1, 0):
        size, reach, step = x.shape[2 + axis], span(kernel.shape[axis], dilation[axis]), stride[axis]
        if padding == "same":
            result = size * step if extra is None else (size - 1) * step + reach % 2 + extra[axis]
            before = max(0, (size - 1) * step + reach - result) // 2
        else:
            result = (size - 1) * step + reach + (max(step - reach, 0) if extra is None else extra[axis])
            before = 0
        sides += [-before, result + before - full.shape[2 + axis]]
    return F.pad(full, sides)


def add(kind, shape, filters, kernel, stride=(1, 1), dilation=(1, 1), padding="same", extra=None):
    transposed = kind == "transposed"
    function = convolve_transposed if transposed else convolve
    channels = shape[2]
    samples = 2
    last = [filters, channels] if transposed else [channels, filters]
    given = [small([samples, *shape], 1), small([*kernel, *last], 2), small([filters], 3)]
    x, weights, bias = [torch.tensor(g, requires_grad=True) for g in given]
    result = function(x.permute(0, 3, 1, 2), weights, stride, dilation, padding, extra)
    result = result.permute(0, 2, 3, 1) + bias
    by = small(result.shape, 4)
    (result * torch.tensor(by)).sum().backward()
    name = f"{kind}_{'x'.join(map(str, shape))}_to_{filters}_kernel_{kernel[0]}x{kernel[1]}"
    name += f"_stride_{stride[0]}x{stride[1]}_dilation_{dilation[0]}x{dilation[1]}_{padding}"
    name += "" if extra is None else f"_extra_{extra[0]}x{extra[1]}"
    geometry = [*shape, filters, *kernel, *stride, *dilation, padding == "valid", *(extra or (-1, -1)),
                *result.shape[1:3]]
    rows = [int(np.prod(shape)), last[1], filters]
    size = int(np.prod(result.shape[1:]))
    entries.append((
        name, [np.array([geometry], dtype=float).T] + [columns(g, r) for g, r in zip(given, rows)],
        columns(result.detach().numpy(), size), columns(by, size),
        [columns(v.grad.numpy(), r) for v, r in zip((x, weights, bias), rows)]))
    records.append({
        "name": name, "kind": kind,
        "options": {"stride": stride, "dilation": dilation, "padding": padding, "result": list(result.shape)},
        "shapes": [list(g.shape) for g in given], "inputs": [g.flatten().tolist() for g in given],
        "value": result.flatten().tolist(), "weights": by.flatten().tolist(),
        "gradients": [v.grad.flatten().tolist() for v in (x, weights, bias)]})


def convolutions():
    add("convolution", (4, 3, 2), 3, (3, 3))
    add("convolution", (4, 3, 2), 3, (3, 3), padding="valid")
    add("convolution", (5, 4, 1), 2, (3, 3), stride=(2, 2))
    add("convolution", (5, 4, 1), 2, (3, 3), stride=(2, 2), padding="valid")
    add("convolution", (6, 7, 1), 1, (2, 2), stride=(3, 3))
    add("convolution", (6, 7, 1), 1, (2, 4), stride=(3, 1), padding="valid")
    add("convolution", (5, 4, 1), 2, (4, 2), stride=(1, 2))
    add("convolution", (5, 5, 1), 1, (5, 5), stride=(2, 3))
    add("convolution", (6, 5, 1), 2, (3, 2), dilation=(2, 2))
    add("convolution", (6, 5, 1), 2, (3, 2), dilation=(2, 2), padding="valid")
    add("convolution", (7, 5, 1), 1, (3, 2), stride=(2, 2), dilation=(2, 3))
    add("convolution", (1, 1, 3), 2, (3, 3))
    add("convolution", (1, 1, 2), 2, (1, 1), padding="valid")
    add("convolution", (3, 2, 2), 2, (1, 1), stride=(2, 1))
    add("convolution", (2, 2, 9), 1, (2, 2))
    add("convolution", (2, 2, 1), 17, (1, 2))


def transposed_convolutions():
    add("transposed", (3, 2, 2), 3, (3, 3))
    add("transposed", (3, 2, 1), 2, (3, 3), stride=(2, 2))
    add("transposed", (3, 2, 1), 2, (3, 3), stride=(2, 2), padding="valid")
    add("transposed", (2, 3, 1), 1, (5, 4), stride=(2, 3))
    add("transposed", (2, 2, 2), 1, (2, 1), stride=(3, 3))
    add("transposed", (2, 2, 2), 1, (2, 1), stride=(3, 3), padding="valid")
    add("transposed", (2, 3, 1), 2, (3, 2), stride=(2, 2), extra=(0, 1))
    add("transposed", (2, 3, 1), 2, (3, 5), stride=(3, 3), extra=(2, 1))
    add("transposed", (2, 2, 1), 2, (3, 3), stride=(2, 2), padding="valid", extra=(1, 0))
    add("transposed", (3, 3, 1), 1, (2, 3), dilation=(2, 2))
    add("transposed", (3, 2, 1), 1, (3, 2), stride=(2, 1), dilation=(2, 2), padding="valid")
    add("transposed", (1, 1, 3), 2, (3, 3), stride=(2, 2))
    add("transposed", (2, 2, 1), 9, (2, 2))
    add("transposed", (2, 1, 9), 1, (2, 2), stride=(2, 1))


convolutions()
transposed_convolutions()
write("convolution.hpp", "convolution.py", cases("convolutions", entries))
write_records(records)
