# SPDX-License-Identifier: MIT
"""Two training runs by PyTorch, step by step: quickstart_trace.hpp and vanilla_trace.hpp."""

import argparse
import gzip
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from golden import HERE, Adadelta, KerasAdam, scattered, snapshot, trace, write


class Flat:
    """inputs - code (relu) - inputs over one flat vector: kernel, bias, kernel, bias."""

    def __init__(self, inputs, code):
        self.inputs, self.code = inputs, code
        self.ends = np.cumsum([code * inputs, code, inputs * code, inputs])

    def start(self, scale):
        """Kernels (scattered(i) - 0.5) * scale, i counting over the whole vector; biases zero."""
        values = (scattered(np.arange(self.ends[3])) - 0.5) * scale
        values[self.ends[0]:self.ends[1]] = 0.0
        values[self.ends[2]:self.ends[3]] = 0.0
        return values

    def split(self, flat):
        """Kernels units x inputs; they lie column after column, so each is the turned reshape."""
        a, b, c, d = self.ends
        return (flat[:a].reshape(self.inputs, self.code).T, flat[a:b],
                flat[b:c].reshape(self.code, self.inputs).T, flat[c:d])

    def torch_output(self, flat, x):
        w1, b1, w2, b2 = self.split(flat)
        return F.linear(F.linear(x, w1, b1).relu(), w2, b2)

    def numpy_step(self, flat, x, crossentropy):
        """Loss and gradient by hand, x samples x features."""
        w1, b1, w2, b2 = self.split(flat)
        inner = x @ w1.T + b1
        code = np.maximum(inner, 0)
        z = code @ w2.T + b2
        if crossentropy:
            loss = np.mean(np.maximum(z, 0) - z * x + np.log1p(np.exp(-np.abs(z))))
            dz = (1 / (1 + np.exp(-z)) - x) / x.size
        else:
            loss = np.mean((z - x) ** 2)
            dz = 2 * (z - x) / x.size
        dinner = (dz @ w2) * (inner > 0)
        return loss, np.concatenate([(dinner.T @ x).T.ravel(), dinner.sum(0),
                                     (dz.T @ code).T.ravel(), dz.sum(0)])


class TorchAdam:
    """PyTorch's Adam with the epsilon of Keras, which is eps / sqrt(1 - b2^t) there."""

    def __init__(self, parameters, rate, epsilon):
        self.adam, self.epsilon, self.count = torch.optim.Adam(parameters, lr=rate), epsilon, 0

    def step(self):
        self.count += 1
        self.adam.param_groups[0]["eps"] = self.epsilon / np.sqrt(1 - 0.999**self.count)
        self.adam.step()


def run(model, start, batches, loss_of, make, twin, crossentropy, dtype=torch.float64):
    """Trains; asserts that the NumPy twin goes the same way. Losses and the vector after each."""
    flat = torch.tensor(start, dtype=dtype, requires_grad=True)
    optimizer, by_hand = make([flat]), start
    losses, parameters, apart = [], [], 0.0
    for x in batches:
        target = torch.tensor(x, dtype=dtype)
        flat.grad = None
        loss = loss_of(model.torch_output(flat, target), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        parameters.append(flat.detach().numpy().copy())
        loss_by_hand, gradient = model.numpy_step(by_hand, x, crossentropy)
        by_hand = twin.update(by_hand, gradient)
        apart = max(apart, abs(loss_by_hand - losses[-1]), np.abs(by_hand - parameters[-1]).max())
    print(f"furthest apart from NumPy: {apart:.1e}")
    assert dtype != torch.float64 or apart < 1e-9
    return losses, parameters


def weighted_mean(losses, batches):
    sizes = [len(x) for x in batches]
    return float(np.dot(losses, sizes) / np.sum(sizes))


def quickstart(dtype):
    model = Flat(2, 8)
    data = scattered(np.arange(2000)).reshape(1000, 2)
    batches = [data[k:k + 32] for k in range(0, 1000, 32)]
    losses, parameters = run(model, model.start(1.0), 2 * batches, F.mse_loss,
                             lambda p: TorchAdam(p, 1e-3, 1e-7), KerasAdam(1e-3, 1e-7),
                             False, dtype)
    epochs = [weighted_mean(losses[:32], batches), weighted_mean(losses[32:], batches)]
    snapshots = [snapshot(k, parameters[k - 1], np.arange(42)) for k in (1, 32, 64)]
    return trace("quickstart_trace", losses, epochs, losses[-1], snapshots)


def read_images(path):
    raw = gzip.decompress(path.read_bytes())
    assert raw[:16] == bytes.fromhex("00000803 0000ea60 0000001c 0000001c")
    return np.frombuffer(raw, np.uint8, offset=16).reshape(60000, 784)


def vanilla(directory, dtype):
    images = read_images(directory / "train-images-idx3-ubyte.gz")
    order = np.arange(60000) * 7919 % 60000
    assert len(set(order)) == 60000
    batches = [images[order[k:k + 256]] / 255.0 for k in range(0, 60000, 256)]
    model = Flat(784, 32)
    losses, parameters = run(
        model, model.start(0.1), batches, F.binary_cross_entropy_with_logits,
        lambda p: torch.optim.Adadelta(p, lr=1.0, rho=0.95, eps=1e-7),
        Adadelta(1.0, 0.95, 1e-7), True, dtype)
    indices = np.array(
        [u + 32 * p for u, p in ((0, 406), (5, 350), (17, 550), (31, 240))]
        + [25088 + u for u in (0, 5, 17, 31)]
        + [25120 + p + 784 * u for p, u in ((406, 0), (350, 5), (0, 17), (240, 31))]
        + [50208 + p for p in (0, 240, 406, 783)])
    assert (np.abs(parameters[19] - model.start(0.1))[indices] > 1e-6).all()
    snapshots = [snapshot(k, parameters[k - 1], indices) for k in (20, 235)]
    epoch = weighted_mean(losses, batches)
    print(f"after the epoch: {epoch}, last {losses[-1]}")
    return trace("vanilla_trace", losses[:20], [epoch], losses[-1], snapshots)


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--mnist", type=pathlib.Path, default=HERE / "../../examples/data/mnist",
                    help="folder with train-images-idx3-ubyte.gz")
parser.add_argument("--float", action="store_true",
                    help="only print how far single precision strays from double; writes nothing")
arguments = parser.parse_args()
if arguments.float:
    quickstart(torch.float32)
    vanilla(arguments.mnist, torch.float32)
else:
    write("quickstart_trace.hpp", "trace.py", quickstart(torch.float64))
    write("vanilla_trace.hpp", "trace.py", vanilla(arguments.mnist, torch.float64))
