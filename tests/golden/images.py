# SPDX-License-Identifier: MIT
"""Values and gradients of the layers over images, by PyTorch in double precision: images.hpp.

What PyTorch computes otherwise than Keras and TensorFlow is written out here: padding, and resizing by
matrices. `--json FILE` writes the cases for tensorflow.mjs, which computes them again.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

from golden import cases, scattered, write, write_records

entries = []
records = []


def image(height, width, channels, seed, samples=2):
    """Multiples of 1/16 around 0, each once: features x samples."""
    size = height * width * channels * samples
    order = np.argsort(scattered(np.arange(size) + 1000 * seed))
    return ((order - size // 2) / 16.0).reshape(samples, -1).T.copy()


def add(name, kind, shape, function, x=None, **options):
    """A case: `function` takes and gives samples x channels x height x width."""
    height, width, channels = shape
    x = image(*shape, seed=1) if x is None else x
    given = torch.tensor(x, requires_grad=True)
    images = given.T.reshape(-1, height, width, channels).permute(0, 3, 1, 2)
    result = function(images).permute(0, 2, 3, 1)
    value = result.reshape(len(result), -1).T
    weights = image(*result.shape[1:], seed=9)
    (value * torch.tensor(weights)).sum().backward()
    entries.append((name, [x], value, weights, [given.grad]))
    records.append({
        "name": name, "kind": kind, "shape": shape, "result": list(result.shape[1:]),
        "options": options, "x": x.T.flatten().tolist(), "value": value.T.flatten().tolist(),
        "weights": weights.T.flatten().tolist(), "gradient": given.grad.T.flatten().tolist()})


def same_padding(size, kernel, stride):
    """Cells before and after, as Keras counts them: the odd one comes after."""
    out = -(-size // stride)
    padding = max(0, (out - 1) * stride + kernel - size)
    return padding // 2, padding - padding // 2


def padded(x, kernel, stride, padding, value):
    if padding == "valid":
        return x
    rows = same_padding(x.shape[2], kernel[0], stride[0])
    columns = same_padding(x.shape[3], kernel[1], stride[1])
    return F.pad(x, (*columns, *rows), value=value)


def max_pool(name, shape, kernel, stride, padding, x=None):
    def function(images):
        return F.max_pool2d(padded(images, kernel, stride, padding, -math.inf), kernel, stride)

    add(name, "max_pool", shape, function, x, kernel=kernel, stride=stride, padding=padding)


def average_pool(name, shape, kernel, stride, padding):
    def sums(images):
        return F.avg_pool2d(padded(images, kernel, stride, padding, 0.0), kernel, stride,
                            divisor_override=1)

    def function(images):
        return sums(images) / sums(torch.ones_like(images))

    add(name, "average_pool", shape, function, kernel=kernel, stride=stride, padding=padding)


def resize_matrix(size, result, mode, half_pixel, a=None):
    """Of one axis, result x size, as TensorFlow's image_resizer_state.h and resize_bicubic_op.cc."""
    matrix = np.zeros((result, size))
    for o in range(result):
        at = (o + 0.5) * size / result - 0.5 if half_pixel else o * size / result
        whole = math.floor(at)
        part = at - whole
        if mode == "bilinear":
            taps = [(whole, 1 - part), (whole + 1, part)]
        else:
            t = np.rint(part * 1024) / 1024
            near = lambda x: ((a + 2) * x - (a + 3)) * x * x + 1
            far = lambda x: ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
            taps = [(whole - 1, far(1 + t)), (whole, near(t)),
                    (whole + 1, near(1 - t)), (whole + 2, far(2 - t))]
        if mode == "bicubic" and a == -0.5:
            taps = [(place, weight) for place, weight in taps if 0 <= place < size]
            total = sum(weight for _, weight in taps)
            taps = [(place, weight / total) for place, weight in taps]
        for place, weight in taps:
            matrix[o, min(max(place, 0), size - 1)] += weight
    return torch.tensor(matrix)


def by_matrices(images, result, mode, half_pixel, a=None):
    rows = resize_matrix(images.shape[2], result[0], mode, half_pixel, a)
    columns = resize_matrix(images.shape[3], result[1], mode, half_pixel, a)
    return torch.einsum("oh,nchw,pw->ncop", rows, images, columns)


def resize(name, shape, result, mode, half_pixel):
    def function(images):
        if mode == "nearest":
            exact = "nearest-exact" if half_pixel else "nearest"
            return F.interpolate(images, size=result, mode=exact)
        if mode == "bilinear" and half_pixel:
            return F.interpolate(images, size=result, mode="bilinear", align_corners=False)
        return by_matrices(images, result, mode, half_pixel, -0.5 if half_pixel else -0.75)

    add(name, "resize", shape, function, size=result, mode=mode, half_pixel=half_pixel)


def upsample(name, shape, factors):
    def function(images):
        return images.repeat_interleave(factors[0], 2).repeat_interleave(factors[1], 3)

    add(name, "upsample", shape, function, factors=factors)


def border(name, kind, shape, sides):
    top, bottom, left, right = sides if kind == "pad" else [-side for side in sides]
    add(name, kind, shape, lambda images: F.pad(images, (left, right, top, bottom)), sides=sides)


def check_matrices():
    """The matrices agree with PyTorch where it computes the same: bilinear, and a = -3/4 clamped."""
    images = torch.tensor(image(6, 5, 2, seed=3)).T.reshape(2, 6, 5, 2).permute(0, 3, 1, 2)
    for result in ([12, 10], [3, 20], [1, 1]):
        for mode in ("bilinear", "bicubic"):
            expected = F.interpolate(images, size=result, mode=mode, align_corners=False)
            computed = by_matrices(images, result, mode, True, -0.75)
            np.testing.assert_allclose(computed, expected, rtol=0, atol=1e-13)
    legacy = resize_matrix(64, 32, "bicubic", False, -0.75).numpy()
    np.testing.assert_array_equal(legacy, np.eye(64)[::2])
    odd = [-0.09375, 0.59375, 0.59375, -0.09375]
    np.testing.assert_array_equal(resize_matrix(32, 64, "bicubic", False, -0.75)[31, 14:18], odd)


def pooling_cases():
    pools = [
        ("2x2", [5, 4, 2], [2, 2], [2, 2], "same"),
        ("2x2_valid", [5, 4, 2], [2, 2], [2, 2], "valid"),
        ("3x2_stride_1x3", [5, 4, 2], [3, 2], [1, 3], "same"),
        ("3x3_stride_2", [7, 3, 1], [3, 3], [2, 2], "same"),
        ("2x3_stride_3x1_valid", [7, 3, 1], [2, 3], [3, 1], "valid"),
        ("2x2_of_a_pixel", [1, 1, 3], [2, 2], [2, 2], "same"),
    ]
    for name, *rest in pools:
        max_pool("max_pool_" + name, *rest)
        average_pool("average_pool_" + name, *rest)
    ties = np.abs(image(4, 5, 2, seed=2) * 16) % 3
    max_pool("max_pool_ties", [4, 5, 2], [3, 3], [2, 2], "same", ties)
    max_pool("max_pool_1d_3_stride_2_valid", [1, 8, 2], [1, 3], [1, 2], "valid")
    add("global_average_pool", "global_average_pool", [5, 4, 2],
        lambda images: images.mean((2, 3), keepdim=True))


def resizing_cases():
    upsample("up_sampling_2x2", [3, 2, 2], [2, 2])
    upsample("up_sampling_3x1", [2, 3, 1], [3, 1])
    upsample("up_sampling_1x2_of_a_pixel", [1, 1, 3], [1, 2])
    resize("up_sampling_2x2_bilinear", [3, 2, 2], [6, 4], "bilinear", True)
    resize("up_sampling_2x3_bilinear_of_a_pixel", [1, 1, 3], [2, 3], "bilinear", True)
    for mode in ("nearest", "bilinear", "bicubic"):
        for half_pixel in (True, False):
            suffix = mode + ("_half_pixel" if half_pixel else "_legacy")
            resize("resize_up_" + suffix, [3, 2, 2], [5, 3], mode, half_pixel)
            resize("resize_down_" + suffix, [7, 5, 1], [3, 4], mode, half_pixel)


def border_cases():
    border("zero_padding_1x2", "pad", [3, 2, 2], [1, 1, 2, 2])
    border("zero_padding_0_1_2_0", "pad", [1, 1, 3], [0, 1, 2, 0])
    border("cropping_1x1", "crop", [5, 4, 2], [1, 1, 1, 1])
    border("cropping_0_2_1_0", "crop", [7, 3, 1], [0, 2, 1, 0])


check_matrices()
pooling_cases()
resizing_cases()
border_cases()
write("images.hpp", "images.py", cases("images", entries))
write_records(records)
