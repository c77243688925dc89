# SPDX-License-Identifier: MIT
"""Values of the losses and their gradients by the reconstruction, by PyTorch: losses.hpp."""

import numpy as np
import torch
import torch.nn.functional as F

from golden import cases, inputs, write

entries = []


def add(name, function, y, t):
    variable = torch.tensor(y, requires_grad=True)
    value = function(variable, torch.tensor(t)).reshape(1, 1)
    value.backward()
    entries.append((name, (y, t), value, np.ones((1, 1)), [variable.grad]))
    return float(value), variable.grad.numpy()


def clipped_crossentropy(p, t):
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(t * p.log() + (1 - t) * (1 - p).log()).mean()


y = inputs(3, 4, seed=1)
t = inputs(3, 4, seed=2)
probability = inputs(3, 4, seed=3, low=0.0, high=1.0)
grey = inputs(3, 4, seed=4, low=0.0, high=1.0)
grey[0, 0], grey[1, 1] = 0.0, 1.0
logits = inputs(3, 4, seed=5, low=-6.0, high=6.0)
far = probability.copy()
far[:, 1], far[:, 2] = (0.0, 1.0, -0.25), (1.25, 1.0, 0.0)
far_logits = logits.copy()
far_logits[:, 1], far_logits[:, 2] = (40.0, -40.0, 1000.0), (-1000.0, 40.0, -40.0)

add("mean_squared_error", F.mse_loss, y, t)
add("sum_squared_error", lambda y, t: (y - t).square().sum(0).mean(), y, t)
add("half_squared_error", lambda y, t: (y - t).square().sum() / 2, y, t)
add("mean_absolute_error", F.l1_loss, y, t)
add("huber_1", lambda y, t: F.huber_loss(y, t, delta=1.0), y, t)
add("huber_0.5", lambda y, t: F.huber_loss(y, t, delta=0.5), y, t)
add("binary_crossentropy", clipped_crossentropy, probability, grey)
add("binary_crossentropy_clipped", clipped_crossentropy, far, grey)
add("binary_crossentropy_logits", F.binary_cross_entropy_with_logits, far_logits, grey)
composed = add(
    "sigmoid_binary_crossentropy",
    lambda z, t: F.binary_cross_entropy(z.sigmoid(), t), logits, grey)

# The same by NumPy: on logits, and through probabilities.
p = 1 / (1 + np.exp(-logits))
np.testing.assert_allclose((p - grey) / 12, composed[1], rtol=1e-12, atol=1e-15)
np.testing.assert_allclose(
    np.mean(np.maximum(logits, 0) - logits * grey + np.log1p(np.exp(-np.abs(logits)))),
    composed[0], rtol=1e-13)
far_gradient = entries[-2][4][0].numpy()
with np.errstate(over="ignore"):
    by_hand = (1 / (1 + np.exp(-far_logits)) - grey) / 12
np.testing.assert_allclose(by_hand, far_gradient, atol=1e-16)
clipped_gradient = entries[-3][4][0].numpy()
assert (clipped_gradient[:, 1:3] == 0).all() and (clipped_gradient[:, [0, 3]] != 0).all()

write("losses.hpp", "losses.py", cases("losses", entries))
