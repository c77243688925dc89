# SPDX-License-Identifier: MIT
"""Training runs of convolutional autoencoders by PyTorch, step by step: image_traces.hpp."""

import argparse
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from golden import HERE, ORDER, TorchAdam, read_images, scattered, snapshot, trace, write


class Network:
    """Layers over one flat vector, as the library has it: of each layer its kernel, then its bias.

    A layer is a function of samples x channels x height x width and of its kernel, in Keras's order,
    and bias; shapes are those of the kernels with the number of biases behind.
    """

    def __init__(self, *layers):
        self.layers = layers
        sizes = [n for shape, _ in layers if shape for n in (int(np.prod(shape[:-1])), shape[-1])]
        self.ends = np.cumsum(sizes)
        self.size = int(self.ends[-1])

    def start(self, scale):
        """Kernels (scattered(i) - 0.5) * scale, i counting over the whole vector; biases zero."""
        values = (scattered(np.arange(self.size)) - 0.5) * scale
        for first, last in zip(self.ends[::2], self.ends[1::2]):
            values[first:last] = 0.0
        return values

    def __call__(self, flat, x):
        first = 0
        for shape, function in self.layers:
            if shape:
                size = int(np.prod(shape[:-1]))
                kernel, bias = flat[first:first + size], flat[first + size:first + size + shape[-1]]
                first += size + shape[-1]
                x = function(x, kernel.reshape(shape[:-1]), bias)
            else:
                x = function(x)
        return x


def conv(inputs, outputs, activation):
    def function(x, kernel, bias):
        kernel = kernel.permute(3, 2, 0, 1).contiguous()
        return activation(F.conv2d(x, kernel, bias, padding="same"))

    return (3, 3, inputs, outputs, outputs), function


def halving_conv(inputs, outputs):
    """Stride 2 with Keras's padding of an even image: nothing before, a cell after."""
    def function(x, kernel, bias):
        kernel = kernel.permute(3, 2, 0, 1).contiguous()
        return F.conv2d(F.pad(x, (0, 1, 0, 1)), kernel, bias, stride=2).relu()

    return (3, 3, inputs, outputs, outputs), function


def transposed(inputs, outputs, stride, activation):
    """Keras's kernel is height, width, out, in; of all that is reached the last cells are cut."""
    def function(x, kernel, bias):
        kernel = kernel.permute(3, 2, 0, 1).contiguous()
        size = x.shape[2] * stride
        before = 1 if stride == 1 else 0
        y = F.conv_transpose2d(x, kernel, bias, stride=stride)
        return activation(y[:, :, before:before + size, before:before + size])

    return (3, 3, outputs, inputs, outputs), function


def dense(inputs, outputs, activation):
    """Of images as features in the order height, width, channels."""
    def function(x, kernel, bias):
        features = x.permute(0, 2, 3, 1).reshape(len(x), -1)
        return activation(features @ kernel + bias)

    return (inputs, outputs, outputs), function


def pool():
    return None, lambda x: F.max_pool2d(x, 2)


def upsample():
    return None, lambda x: x.repeat_interleave(2, 2).repeat_interleave(2, 3)


def linear(x):
    return x


def moved(model, before, after):
    """A parameter of each kernel and bias: the first that moved from a half on, or before."""
    indices = []
    for first, last in zip([0, *model.ends], model.ends):
        order = np.roll(np.arange(first, last), -((last - first) // 2))
        far = np.abs(after - before)[order] > 1e-6
        assert far.any()
        indices.append(int(order[np.argmax(far)]))
    return np.array(indices)


def run(name, model, scale, batches, loss_of):
    start = model.start(scale)
    flat = torch.tensor(start, requires_grad=True)
    adam = TorchAdam([flat], 1e-3, 1e-7)
    losses = []
    for x in batches:
        flat.grad = None
        loss = loss_of(model(flat, x), x)
        loss.backward()
        adam.step()
        losses.append(loss.item())
    print(f"{name}: {model.size} parameters, from {losses[0]} to {losses[-1]}")
    after = flat.detach().numpy()
    return trace(name, losses, [], losses[-1],
                 [snapshot(len(losses), after, moved(model, start, after))])


def convolutional(images, steps=20, size=128):
    relu = torch.relu
    model = Network(conv(1, 16, relu), pool(), conv(16, 8, relu), pool(), conv(8, 8, relu), upsample(),
                    conv(8, 16, relu), upsample(), conv(16, 1, linear))
    batches = [torch.tensor(images[which] / 255.0).reshape(-1, 1, 28, 28)
               for which in ORDER[:steps * size].reshape(steps, size)]
    return run("convolutional_trace", model, 0.6, batches, F.binary_cross_entropy_with_logits)


def faces(steps=20, size=8):
    """The network of the faces made small: 16 x 16, of which it sees every second pixel."""
    model = Network(halving_conv(1, 4), conv(4, 6, torch.relu), dense(96, 16, torch.sigmoid),
                    (None, lambda x: x.reshape(-1, 1, 4, 4)),
                    transposed(1, 6, 2, torch.relu), transposed(6, 4, 1, torch.relu),
                    transposed(4, 1, 1, torch.sigmoid))
    pixels = scattered(np.arange(steps * size * 256)).reshape(steps, size, 1, 16, 16)
    batches = [torch.tensor(batch[:, :, ::2, ::2].copy()) for batch in pixels]
    return run("faces_trace", model, 1.0, batches, lambda y, t: 0.5 * ((y - t)**2).sum())


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--mnist", type=pathlib.Path, default=HERE / "../../examples/data/mnist",
                    help="folder with train-images-idx3-ubyte.gz")
digits = read_images(parser.parse_args().mnist / "train-images-idx3-ubyte.gz")
write("image_traces.hpp", "image_traces.py", convolutional(digits) + "\n" + faces())
