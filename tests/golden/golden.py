# SPDX-License-Identifier: MIT
"""What the scripts share: inputs, digits, optimizers, the printing of headers."""

import argparse
import gzip
import json
import math
import pathlib

import numpy as np
import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

HERE = pathlib.Path(__file__).resolve().parent


def scattered(indices):
    """Numbers in [0, 1), exact in double; the same as `scattered` of case.hpp."""
    i = np.asarray(indices, dtype=np.uint64)
    return ((i * np.uint64(2654435761) + np.uint64(12345)) % np.uint64(2**32)) / 2.0**32


def inputs(rows, columns, seed, low=-2.0, high=2.0):
    """Odd multiples of 1/128: exact in float too, and never on a kink at 0 or 1/2."""
    u = scattered(np.arange(rows * columns) + 1000 * seed)
    values = low + (np.floor(u * (high - low) * 64) + 0.5) / 64
    return values.reshape(columns, rows).T.copy()


class Adadelta:
    """Zeiler 2012 times a learning rate; the accumulated steps are the unscaled ones."""

    def __init__(self, rate, rho, epsilon):
        self.rate, self.rho, self.epsilon = rate, rho, epsilon
        self.squares = self.steps = 0.0

    def update(self, parameters, gradient):
        self.squares = self.rho * self.squares + (1 - self.rho) * gradient**2
        step = np.sqrt(self.steps + self.epsilon) / np.sqrt(self.squares + self.epsilon) * gradient
        self.steps = self.rho * self.steps + (1 - self.rho) * step**2
        return parameters - self.rate * step


class KerasAdam:
    """Adam as Keras and TensorFlow 1 have it: epsilon outside the correction of the bias."""

    def __init__(self, rate, epsilon):
        self.rate, self.epsilon = rate, epsilon
        self.mean = self.square = 0.0
        self.step = 0

    def update(self, parameters, gradient):
        self.step += 1
        self.mean = self.mean + (1 - 0.9) * (gradient - self.mean)
        self.square = self.square + (1 - 0.999) * (gradient**2 - self.square)
        rate = self.rate * math.sqrt(1 - 0.999**self.step) / (1 - 0.9**self.step)
        return parameters - rate * self.mean / (np.sqrt(self.square) + self.epsilon)


class TorchAdam:
    """PyTorch's Adam with the epsilon of Keras, which is eps / sqrt(1 - b2^t) there."""

    def __init__(self, parameters, rate, epsilon):
        self.adam, self.epsilon, self.count = torch.optim.Adam(parameters, lr=rate), epsilon, 0

    def step(self):
        self.count += 1
        self.adam.param_groups[0]["eps"] = self.epsilon / np.sqrt(1 - 0.999**self.count)
        self.adam.step()


def read_images(path):
    raw = gzip.decompress(path.read_bytes())
    assert raw[:16] == bytes.fromhex("00000803 0000ea60 0000001c 0000001c")
    return np.frombuffer(raw, np.uint8, offset=16).reshape(60000, 784)


# The digits of an epoch, in their order.
ORDER = np.arange(60000) * 7919 % 60000
assert len(set(ORDER)) == 60000


def numbers(values):
    values = [float(v) for v in values]
    assert all(math.isfinite(v) for v in values)
    return "{" + ", ".join(repr(v) for v in values) + "}"


def integers(values):
    return "{" + ", ".join(str(int(v)) for v in values) + "}"


def matrix(values):
    values = np.asarray(values.detach() if torch.is_tensor(values) else values)
    rows, columns = values.shape
    return f"{{{rows}, {columns}, {numbers(values.flatten(order='F'))}}}"


def snapshot(step, parameters, indices):
    parameters = np.asarray(parameters)
    return (
        f"        {{{step}, {math.fsum(parameters)!r}, {math.fsum(parameters**2)!r},\n"
        f"         {integers(indices)},\n         {numbers(parameters[indices])}}},\n"
    )


def trace(name, losses, epoch_losses, last_loss, snapshots):
    return (
        f"inline const Trace {name} = {{\n    {numbers(losses)},\n    {numbers(epoch_losses)},\n"
        f"    {float(last_loss)!r},\n    {{\n{''.join(snapshots)}    }}}};\n"
    )


def cases(name, entries):
    """Calls unpack of case.hpp with (name, inputs, value, weights, gradients) of every case."""
    names = "".join(f'    "{entry[0]}",\n' for entry in entries)
    text = f"inline const std::vector<OperationCase> {name} = unpack({{\n{names}}}, {{\n"
    for case, given, value, weights, gradients in entries:
        text += f"    // {case}: inputs; value, weights; gradients\n"
        for group in (given, (value, weights), gradients):
            text += f"    {len(group)},\n"
            for m in group:
                text += "    " + matrix(m)[1:-2].replace("{", "") + ",\n"
    return text + "});\n"


def write(header, script, body):
    """Writes the header beside the scripts."""
    text = (
        "// SPDX-License-Identifier: MIT\n"
        f"// Made by tests/golden/{script} with PyTorch 1.13.1; do not edit.\n"
        '#pragma once\n\n#include "case.hpp"\n\n// clang-format off\n'
        f"namespace eigencoder::golden {{\n\n{body}\n}}  // namespace eigencoder::golden\n"
    )
    (HERE / header).write_text(text)
    print(f"{header}: {len(text)} bytes")


def write_records(records):
    """Writes the cases for tensorflow.mjs, if the command line asks for them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", metavar="FILE", help="write the cases for tensorflow.mjs too")
    if path := parser.parse_args().json:
        with open(path, "w") as file:
            json.dump(records, file)
