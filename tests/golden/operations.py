# SPDX-License-Identifier: MIT
"""Values and gradients of every operation, by PyTorch in double precision: operations.hpp."""

import numpy as np
import torch
import torch.nn.functional as F

from golden import cases, inputs, write

entries = []


def add(name, function, *given):
    variables = [torch.tensor(g, requires_grad=True) for g in given]
    value = function(*variables)
    weights = inputs(*value.shape, seed=9)
    (value * torch.tensor(weights)).sum().backward()
    entries.append((name, given, value, weights, [v.grad for v in variables]))


def affine(x, w, b):
    return F.linear(x.T, w, b[:, 0]).T


EXTREME = np.array(
    [-1000.0, -700, -40, -20, -5, -1 / 1024, 1 / 1024, 5, 20, 40, 700, 1000]
).reshape(4, 3).T.copy()
EXTREME_COLUMNS = np.array(
    [[700.0, 0, -700], [-700, -700.5, -701], [40, -40, 39], [1000, 999, -1000]]
).T.copy()

x = inputs(3, 4, seed=1)
y = inputs(3, 4, seed=2)
positive = inputs(3, 4, seed=3, low=0.25, high=3.0)
signs = np.where(np.arange(12).reshape(4, 3).T % 2 == 0, 1.0, -1.0)
assert np.abs(x - y).min() > 0.01

# Products and sums.
add("product", torch.matmul, x, inputs(4, 2, seed=4))
w, b = inputs(2, 3, seed=5), inputs(2, 1, seed=6)
add("affine", affine, x, w, b)
add("affine_relu", lambda *g: affine(*g).relu(), x, w, b)
add("affine_sigmoid", lambda *g: affine(*g).sigmoid(), x, w, b)
add("affine_tanh", lambda *g: affine(*g).tanh(), x, w, b)
add("add", torch.add, x, y)
add("subtract", torch.sub, x, y)
add("scale", lambda a: 0.7 * a, x)
add("elementwise_product", torch.mul, x, y)
add("elementwise_quotient", torch.div, x, positive * signs)
add("add_column", torch.add, x, inputs(3, 1, seed=7))

# One number in, one number out.
add("negate", torch.neg, x)
add("exp", torch.exp, x)
add("log", torch.log, positive)
add("log1p", torch.log1p, inputs(3, 4, seed=1, low=-0.75, high=3.0))
add("sqrt", torch.sqrt, positive)
add("square", torch.square, x)
add("abs", torch.abs, x)
add("pow_2.5", lambda a: a**2.5, positive)
add("pow_3", lambda a: a**3, x)
add("min", torch.minimum, x, y)
add("max", torch.maximum, x, y)
add("clamp", lambda a: a.clamp(-0.5, 0.5), inputs(3, 4, seed=1, low=-1.0, high=1.0))
add("stop_gradient", lambda a: a * a.detach(), x)

ACTIVATIONS = {
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "leaky_relu_0.3": lambda a: F.leaky_relu(a, 0.3),
    "leaky_relu_0.01": lambda a: F.leaky_relu(a, 0.01),
    "elu": F.elu,
    # PyTorch goes over to a straight line at 20 unless told otherwise.
    "softplus": lambda a: F.softplus(a, threshold=700.0),
    "silu": F.silu,
    "gelu": F.gelu,
    "gelu_tanh": lambda a: F.gelu(a, approximate="tanh"),
}
for name, function in ACTIVATIONS.items():
    add(name, function, x)
for name in ("tanh", "sigmoid", "elu", "softplus", "silu", "gelu", "gelu_tanh"):
    add(name + "_extreme", ACTIVATIONS[name], EXTREME)

# Reductions, rows, softmax: features lie along dimension 0, the batch along 1.
add("sum_over_features", lambda a: a.sum(0, keepdim=True), x)
add("mean_over_features", lambda a: a.mean(0, keepdim=True), x)
add("sum_over_batch", lambda a: a.sum(1, keepdim=True), x)
add("mean_over_batch", lambda a: a.mean(1, keepdim=True), x)
add("sum_over_all", lambda a: a.sum().reshape(1, 1), x)
add("mean_over_all", lambda a: a.mean().reshape(1, 1), x)
add("squared_norm", lambda a: a.square().sum().reshape(1, 1), x)
add("concatenate", lambda a, c: torch.cat((a, c), 0), x, inputs(2, 4, seed=8))
add("slice", lambda a: a[1:3], x)
for suffix, given in (("", x), ("_extreme", EXTREME_COLUMNS)):
    add("softmax" + suffix, lambda a: a.softmax(0), given)
    add("log_sum_exp" + suffix, lambda a: a.logsumexp(0, keepdim=True), given)
    add("log_softmax" + suffix, lambda a: a.log_softmax(0), given)


def slope(function, given, weights, which, h=1e-5):
    """Central differences of sum(value .* weights)."""
    result = np.zeros_like(given[which])
    for index in np.ndindex(result.shape):
        sides = []
        for sign in (1, -1):
            moved = [g.copy() for g in given]
            moved[which][index] += sign * h
            sides.append(float((function(*map(torch.tensor, moved)).numpy() * weights).sum()))
        result[index] = (sides[0] - sides[1]) / (2 * h)
    return result


for name, given, value, weights, gradients in entries:
    if name in ACTIVATIONS:
        np.testing.assert_allclose(
            slope(ACTIVATIONS[name], given, weights, 0), gradients[0], rtol=1e-7, atol=1e-8)
    if name == "affine_sigmoid":
        p = 1 / (1 + np.exp(-(given[1] @ given[0] + given[2])))
        inner = weights * p * (1 - p)
        np.testing.assert_allclose(p, value.detach(), rtol=1e-14)
        np.testing.assert_allclose(given[1].T @ inner, gradients[0], rtol=1e-12)
        np.testing.assert_allclose(inner @ given[0].T, gradients[1], rtol=1e-12)
        np.testing.assert_allclose(inner.sum(1, keepdims=True), gradients[2], rtol=1e-12)
    if name == "softplus_extreme":
        np.testing.assert_allclose(np.logaddexp(given[0], 0), value.detach(), rtol=1e-14)
    if name == "sigmoid_extreme":
        with np.errstate(over="ignore"):
            np.testing.assert_allclose(1 / (1 + np.exp(-given[0])), value.detach(), rtol=1e-14)

write("operations.hpp", "operations.py", cases("operations", entries))
