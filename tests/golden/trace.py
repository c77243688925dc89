# SPDX-License-Identifier: MIT
"""Training runs by PyTorch, step by step.

They are in quickstart_trace.hpp, vanilla_trace.hpp and dense_traces.hpp.
"""

import argparse
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from golden import (HERE, ORDER, Adadelta, KerasAdam, TorchAdam, read_images, scattered, snapshot, trace,
                    write)


class Flat:
    """Dense layers over one flat vector: kernel, bias, kernel, bias, ...

    Widths from the input to the output; relu between two layers if `hidden` says so, the last is
    linear. `penalty` times the sum of |code| per sample joins the loss; the code is halfway.
    """

    def __init__(self, *widths, hidden="relu", penalty=0.0):
        self.widths, self.relu, self.penalty = widths, hidden == "relu", penalty
        sizes = [n for p, u in zip(widths, widths[1:]) for n in (p * u, u)]
        self.ends = np.cumsum(sizes)
        self.size = int(self.ends[-1])
        self.middle = len(widths) // 2

    def start(self, scale):
        """Kernels (scattered(i) - 0.5) * scale, i counting over the whole vector; biases zero."""
        values = (scattered(np.arange(self.size)) - 0.5) * scale
        for first, last in zip(self.ends[::2], self.ends[1::2]):
            values[first:last] = 0.0
        return values

    def split(self, flat):
        """Kernels units x inputs; they lie column after column, so each is the turned reshape."""
        starts = [0, *self.ends]
        return [(flat[starts[2 * k]:starts[2 * k + 1]].reshape(p, u).T,
                 flat[starts[2 * k + 1]:starts[2 * k + 2]])
                for k, (p, u) in enumerate(zip(self.widths, self.widths[1:]))]

    def torch_loss(self, flat, x, target, loss_of):
        layers = self.split(flat)
        penalty = 0.0
        for k, (w, b) in enumerate(layers, 1):
            x = F.linear(x, w, b)
            if self.relu and k < len(layers):
                x = x.relu()
            if self.penalty and k == self.middle:
                penalty = self.penalty * x.abs().sum() / len(x)
        return loss_of(x, target) + penalty

    def numpy_step(self, flat, x, target, loss_of):
        """Loss and gradient by hand, x samples x features."""
        layers = self.split(flat)
        values = [x]
        for k, (w, b) in enumerate(layers, 1):
            inner = values[-1] @ w.T + b
            values.append(np.maximum(inner, 0) if self.relu and k < len(layers) else inner)
        loss, slope = loss_of(values[-1], target)
        loss += self.penalty * np.abs(values[self.middle]).sum() / len(x)
        gradients = []
        for k in range(len(layers), 0, -1):
            if k == self.middle:
                slope = slope + self.penalty / len(x) * np.sign(values[k])
            if self.relu and k < len(layers):
                slope = slope * (values[k] > 0)
            gradients = [(slope.T @ values[k - 1]).T.ravel(), slope.sum(0), *gradients]
            slope = slope @ layers[k - 1][0]
        return loss, np.concatenate(gradients)


class SquaredError:
    torch = staticmethod(F.mse_loss)

    @staticmethod
    def numpy(y, t):
        return np.mean((y - t) ** 2), 2 * (y - t) / t.size


class CrossentropyOfLogits:
    torch = staticmethod(F.binary_cross_entropy_with_logits)

    @staticmethod
    def numpy(z, t):
        loss = np.mean(np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z))))
        return loss, (1 / (1 + np.exp(-z)) - t) / t.size


class ClippedCrossentropy:
    """Of probabilities clipped to [1e-7, 1 - 1e-7], without a gradient outside."""

    @staticmethod
    def torch(y, t):
        return F.binary_cross_entropy(y.clamp(1e-7, 1 - 1e-7), t)

    @staticmethod
    def numpy(y, t):
        p = np.clip(y, 1e-7, 1 - 1e-7)
        loss = -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))
        return loss, ((1 - t) / (1 - p) - t / p) * (p == y) / t.size


def adam():
    """What makes Keras's Adam in PyTorch, and its twin in NumPy."""
    return lambda p: TorchAdam(p, 1e-3, 1e-7), KerasAdam(1e-3, 1e-7)


def adadelta():
    """Likewise the Adadelta of Keras 2."""
    return (lambda p: torch.optim.Adadelta(p, lr=1.0, rho=0.95, eps=1e-7),
            Adadelta(1.0, 0.95, 1e-7))


def run(model, start, batches, loss_of, optimizer, dtype=torch.float64):
    """Trains on batches (input, target); asserts that the NumPy twin goes the same way.

    Losses, and the vector after each step.
    """
    flat = torch.tensor(start, dtype=dtype, requires_grad=True)
    make, twin = optimizer
    optimizer, by_hand = make([flat]), start
    losses, parameters, apart = [], [], 0.0
    for x, target in batches:
        flat.grad = None
        loss = model.torch_loss(flat, torch.tensor(x, dtype=dtype),
                                torch.tensor(target, dtype=dtype), loss_of.torch)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        parameters.append(flat.detach().numpy().copy())
        loss_by_hand, gradient = model.numpy_step(by_hand, x, target, loss_of.numpy)
        by_hand = twin.update(by_hand, gradient)
        apart = max(apart, abs(loss_by_hand - losses[-1]), np.abs(by_hand - parameters[-1]).max())
    print(f"furthest apart from NumPy: {apart:.1e}")
    assert dtype != torch.float64 or apart < 1e-9
    return losses, parameters


def weighted_mean(losses, batches):
    sizes = [len(x) for x, _ in batches]
    return float(np.dot(losses, sizes) / np.sum(sizes))


def quickstart(dtype):
    model = Flat(2, 8, 2)
    data = scattered(np.arange(2000)).reshape(1000, 2)
    batches = [(data[k:k + 32], data[k:k + 32]) for k in range(0, 1000, 32)]
    losses, parameters = run(model, model.start(1.0), 2 * batches, SquaredError, adam(), dtype)
    epochs = [weighted_mean(losses[:32], batches), weighted_mean(losses[32:], batches)]
    snapshots = [snapshot(k, parameters[k - 1], np.arange(42)) for k in (1, 32, 64)]
    return trace("quickstart_trace", losses, epochs, losses[-1], snapshots)


def vanilla(images, dtype):
    digits = [images[ORDER[k:k + 256]] / 255.0 for k in range(0, 60000, 256)]
    batches = [(x, x) for x in digits]
    model = Flat(784, 32, 784)
    losses, parameters = run(
        model, model.start(0.1), batches, CrossentropyOfLogits, adadelta(), dtype)
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


def noisy(clean, which):
    """Feature f of image i, plus scattered(784 i + f) - 0.5, clipped to [0, 1]."""
    noise = scattered(784 * which[:, None] + np.arange(784)) - 0.5
    return np.clip(clean + noise, 0.0, 1.0)


def moved(model, before, after):
    """Two parameters of each kernel and bias, the first that moved from 1/3 and from 2/3 on."""
    indices = []
    for first, last in zip([0, *model.ends], model.ends):
        for start in (first + (last - first) // 3, first + 2 * (last - first) // 3):
            far = np.abs(after - before)[start:last] > 1e-6
            assert far.any()
            indices.append(start + int(np.argmax(far)))
    return np.array(indices)


def dense(name, images, dtype, model, start, loss_of, optimizer, size=256, steps=20, noise=False):
    """Steps on digits."""
    batches = []
    for which in ORDER[:steps * size].reshape(steps, size):
        clean = images[which] / 255.0
        batches.append((noisy(clean, which) if noise else clean, clean))
    losses, parameters = run(model, start, batches, loss_of, optimizer, dtype)
    print(f"{name}: from {losses[0]} to {losses[-1]}")
    last = snapshot(steps, parameters[-1], moved(model, start, parameters[-1]))
    return trace(name, losses, [], losses[-1], [last])


def dense_traces(images, dtype):
    def make(name, model, start, *others, **options):
        return dense(name, images, dtype, model, start, *others, **options)

    deep = Flat(784, 128, 64, 32, 64, 128, 784)
    sparse = Flat(784, 32, 784, penalty=1e-4)
    code2d = Flat(784, 2, 784, hidden="linear")
    # From biases 0 some outputs are 1e-6, where the loss has a slope of 1e6: each step makes what
    # separates two runs a hundred times larger, be it only the order of a sum. So two steps of
    # that, and twenty of outputs that stay well inside or well outside of [0, 1].
    apart = code2d.start(0.1)
    apart[-784:] = np.resize([0.5, -0.5, 0.5, 1.5], 784)
    return "\n".join([
        make("sparse_trace", sparse, sparse.start(0.1), CrossentropyOfLogits, adadelta()),
        make("deep_trace", deep, deep.start(0.3), CrossentropyOfLogits, adam()),
        make("code2d_trace", code2d, apart, ClippedCrossentropy, adam(), size=32),
        make("code2d_from_zero_trace", code2d, code2d.start(0.1), ClippedCrossentropy, adam(),
             size=32, steps=2),
        make("denoising_trace", deep, deep.start(0.3), CrossentropyOfLogits, adadelta(),
             noise=True)])


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--mnist", type=pathlib.Path, default=HERE / "../../examples/data/mnist",
                    help="folder with train-images-idx3-ubyte.gz")
parser.add_argument("--float", action="store_true",
                    help="only print how far single precision strays from double; writes nothing")
arguments = parser.parse_args()
training_images = read_images(arguments.mnist / "train-images-idx3-ubyte.gz")
if arguments.float:
    quickstart(torch.float32)
    vanilla(training_images, torch.float32)
    dense_traces(training_images, torch.float32)
else:
    write("quickstart_trace.hpp", "trace.py", quickstart(torch.float64))
    write("vanilla_trace.hpp", "trace.py", vanilla(training_images, torch.float64))
    write("dense_traces.hpp", "trace.py", dense_traces(training_images, torch.float64))
