# SPDX-License-Identifier: MIT
"""Normalization and depthwise convolution, by PyTorch in double precision: normalization.hpp.

With `--json FILE` the cases are written there too, for normalization.mjs.
"""

import json
import sys

import numpy as np
import torch
import torch.nn.functional as F

from golden import cases, inputs, write

EPSILON = 1e-3
entries = []
described = []


def add(name, function, *given, **description):
    variables = [torch.tensor(g, requires_grad=True) for g in given]
    value = function(*variables)
    weights = inputs(*value.shape, seed=9)
    (value * torch.tensor(weights)).sum().backward()
    gradients = [v.grad.numpy() for v in variables if v.grad is not None]
    entry = (name, given, value.detach().numpy(), weights, gradients)
    entries.append(entry)
    described.append((entry, description))
    return entry


def images(matrix, shape):
    """One sample a column, height, width, channels; to samples, channels, height, width."""
    return matrix.T.reshape(-1, *shape).permute(0, 3, 1, 2)


def columns(tensor):
    return tensor.permute(0, 2, 3, 1).reshape(tensor.shape[0], -1).T


def layer_normalization(shape):
    def f(x, gamma, beta):
        pixels = x.T.reshape(-1, *shape)
        y = F.layer_norm(pixels, shape[-1:], gamma[:, 0], beta[:, 0], EPSILON)
        return y.reshape(x.shape[1], -1).T

    return f


def batch_normalization(shape, training=True):
    """By the statistics of the batch, or by given ones, which no gradient reaches."""
    def f(x, gamma, beta, mean=None, variance=None):
        given = (None, None) if training else (mean[:, 0].detach(), variance[:, 0].detach())
        y = images(x, shape)
        return columns(
            F.batch_norm(y, *given, gamma[:, 0], beta[:, 0], training, 0.0, EPSILON))

    return f


def standardized(x, shape, axes):
    pixels = x.T.reshape(-1, *shape)
    y = (pixels - pixels.mean(axes, keepdims=True)) / np.sqrt(
        pixels.var(axes, keepdims=True) + EPSILON)
    return y, lambda values: values.reshape(x.shape[1], -1).T


FEATURES, IMAGES, ONE_CHANNEL = (1, 1, 4), (2, 2, 3), (2, 3, 1)
for name, shape, samples, offset in (
    ("features", FEATURES, 4, 0),
    ("images", IMAGES, 3, 0),
    ("one_channel", ONE_CHANNEL, 2, 0),
    ("far_from_zero", IMAGES, 2, 1000),
):
    channels = shape[-1]
    x = inputs(int(np.prod(shape)), samples, seed=1) + offset
    gamma, beta = inputs(channels, 1, seed=2), inputs(channels, 1, seed=3)
    for kind, f, axes in (
        ("layer", layer_normalization(shape), -1),
        ("batch", batch_normalization(shape), (0, 1, 2)),
    ):
        entry = add(f"{kind}_{name}", f, x, gamma, beta, operation=kind, shape=shape)
        y, back = standardized(x, shape, axes)
        np.testing.assert_allclose(
            back(y * gamma[:, 0] + beta[:, 0]), entry[2], rtol=1e-10, atol=1e-10)

for name, shape, samples in (("features", FEATURES, 3), ("images", IMAGES, 2)):
    channels = shape[-1]
    given = [inputs(int(np.prod(shape)), samples, seed=1)]
    given += [inputs(channels, 1, seed=s) for s in (2, 3, 4)]
    given.append(inputs(channels, 1, seed=5, low=0.25, high=3.0))
    add(f"given_{name}", batch_normalization(shape, training=False), *given,
        operation="given", shape=shape)


def trained(shape, momentum, rate, x, targets, samples):
    """gamma, beta, moving mean and variance after each of two steps on the mean squared error.

    PyTorch's momentum is 1 - momentum, and it divides the variance that it averages by n - 1: with
    its momentum of 1 it gives the batch's own statistics, of which n / (n - 1) is taken back.
    """
    channels = shape[-1]
    parameters = np.concatenate([np.ones(channels), np.zeros(2 * channels), np.ones(channels)])
    steps, losses = [], []
    for step in range(2):
        batch = slice(step * samples, (step + 1) * samples)
        gamma, beta, mean, variance = (
            torch.tensor(p, requires_grad=i < 2) for i, p in enumerate(np.split(parameters, 4)))
        batch_mean, batch_variance = torch.zeros(channels), torch.ones(channels)
        pixels = images(torch.tensor(x[:, batch]), shape)
        y = F.batch_norm(pixels, batch_mean, batch_variance, gamma, beta, True, 1.0, EPSILON)
        loss = (columns(y) - torch.tensor(targets[:, batch])).square().mean()
        loss.backward()
        n = pixels.numel() // channels
        np.testing.assert_allclose(
            batch_variance * (n - 1) / n, pixels.numpy().var((0, 2, 3)), rtol=1e-12)
        parameters = torch.cat([
            gamma - rate * gamma.grad,
            beta - rate * beta.grad,
            momentum * mean + (1 - momentum) * batch_mean,
            momentum * variance + (1 - momentum) * batch_variance * (n - 1) / n,
        ]).detach().numpy()
        steps.append(parameters)
        losses.append(float(loss))
    return np.array(steps).T, np.array([losses])


for name, shape, momentum in (("features", FEATURES, 0.99), ("images", IMAGES, 0.75)):
    rows = int(np.prod(shape))
    given = inputs(rows, 6, seed=1), inputs(rows, 6, seed=6)
    steps, losses = trained(shape, momentum, 0.5, *given, samples=3)
    entry = (f"trained_{name}", given, steps, losses, [])
    entries.append(entry)
    described.append((entry, {"operation": "trained", "shape": shape, "momentum": momentum}))


def axis(extent, kernel, stride, dilation, same):
    """Extent of the result, padding before and after: TensorFlow's."""
    reach = (kernel - 1) * dilation + 1
    if not same:
        return (extent - reach) // stride + 1, 0, 0
    result = (extent + stride - 1) // stride
    padding = max(0, (result - 1) * stride + reach - extent)
    return result, padding // 2, padding - padding // 2


def depthwise(shape, kernel, stride, dilation, same):
    def f(x, weights, bias):
        _, top, bottom = axis(shape[0], kernel[0], stride[0], dilation[0], same)
        _, left, right = axis(shape[1], kernel[1], stride[1], dilation[1], same)
        y = F.conv2d(
            F.pad(images(x, shape), (left, right, top, bottom)),
            weights.reshape(-1, 1, *kernel), bias[:, 0], stride, 0, dilation, groups=shape[2])
        return columns(y)

    return f


def depthwise_by_loops(shape, kernel, stride, dilation, same, x, weights, bias):
    (height, top, _), (width, left, _) = (
        axis(shape[a], kernel[a], stride[a], dilation[a], same) for a in (0, 1))
    pixels = x.T.reshape(-1, *shape)
    times = len(bias) // shape[2]
    y = np.zeros((pixels.shape[0], height, width, len(bias))) + bias[:, 0]
    for i, j, a, b in np.ndindex(height, width, *kernel):
        row = i * stride[0] + a * dilation[0] - top
        column = j * stride[1] + b * dilation[1] - left
        if 0 <= row < shape[0] and 0 <= column < shape[1]:
            seen = pixels[:, row, column].repeat(times, axis=1)
            y[:, i, j] += seen * weights[:, a * kernel[1] + b]
    return y.reshape(pixels.shape[0], -1).T


# name: image, multiplier, kernel, stride, dilation, same
DEPTHWISE = {
    "kernel_1": ((2, 2, 3), 1, (1, 1), (1, 1), (1, 1), True),
    "kernel_1_stride_2": ((3, 4, 2), 1, (1, 1), (2, 2), (1, 1), True),
    "kernel_2": ((3, 3, 2), 1, (2, 2), (1, 1), (1, 1), True),
    "kernel_2_stride_2": ((3, 4, 2), 2, (2, 2), (2, 2), (1, 1), True),
    "kernel_3": ((5, 4, 1), 1, (3, 3), (1, 1), (1, 1), True),
    "kernel_3_valid": ((4, 4, 1), 2, (3, 3), (1, 1), (1, 1), False),
    "kernel_3_stride_2": ((4, 3, 2), 2, (3, 3), (2, 2), (1, 1), True),
    "kernel_3_stride_2_valid": ((5, 6, 1), 1, (3, 3), (2, 2), (1, 1), False),
    "kernel_3_stride_3": ((7, 5, 1), 1, (3, 3), (3, 3), (1, 1), True),
    "kernel_3_dilation_2": ((5, 4, 1), 1, (3, 3), (1, 1), (2, 2), True),
    "kernel_2_dilation_2_valid": ((4, 5, 1), 2, (2, 2), (1, 1), (2, 2), False),
    "kernel_4_stride_3_valid": ((5, 7, 1), 2, (4, 4), (3, 3), (1, 1), False),
    "kernel_5": ((5, 3, 1), 1, (5, 5), (1, 1), (1, 1), True),
    "kernel_3x2_stride_1x2": ((4, 5, 1), 1, (3, 2), (1, 2), (1, 1), True),
    "kernel_2x5_dilation_2x1": ((4, 3, 1), 1, (2, 5), (1, 1), (2, 1), True),
    "one_pixel": ((1, 1, 2), 2, (3, 3), (1, 1), (1, 1), True),
    "one_pixel_stride_2_kernel_4": ((1, 1, 3), 1, (4, 4), (2, 2), (1, 1), True),
}
for name, (shape, multiplier, *window) in DEPTHWISE.items():
    kernel, stride, dilation, same = window
    results = shape[2] * multiplier
    given = (inputs(int(np.prod(shape)), 2, seed=1),
             inputs(results, kernel[0] * kernel[1], seed=2), inputs(results, 1, seed=3))
    entry = add(f"depthwise_{name}", depthwise(shape, *window), *given, operation="depthwise",
                shape=shape, multiplier=multiplier, kernel=kernel, stride=stride,
                dilation=dilation, same=same)
    np.testing.assert_allclose(
        depthwise_by_loops(shape, *window, *given), entry[2], rtol=1e-13, atol=1e-13)

write("normalization.hpp", "normalization.py", cases("normalizations", entries))
if "--json" in sys.argv:
    with open(sys.argv[sys.argv.index("--json") + 1], "w") as file:
        json.dump(
            [
                dict(name=name, inputs=[g.tolist() for g in given], value=value.tolist(),
                     weights=weights.tolist(), gradients=[g.tolist() for g in gradients],
                     **description)
                for (name, given, value, weights, gradients), description in described
            ],
            file)
