# SPDX-License-Identifier: MIT
"""Ten steps of every optimizer on five parameters, by PyTorch: optimizers.hpp."""

import numpy as np
import torch

from golden import Adadelta, KerasAdam, inputs, matrix, write

STEPS = 10
# From far below epsilon's reach to far above it, and one parameter with no gradient at odd steps.
SCALES = np.array([1e-6, 1e-3, 0.1, 1.0, 10.0])
start = inputs(5, 1, seed=1)
gradients = np.stack([SCALES * np.cos(1.3 * k + np.arange(5)) for k in range(STEPS)], 1)
gradients[2, 1::2] = 0.0


def by_torch(make, epsilon=None):
    """`epsilon(step)`, where given, replaces the optimizer's own from step to step."""
    parameters = torch.tensor(start[:, 0], requires_grad=True)
    optimizer = make([parameters])
    columns = []
    for k in range(STEPS):
        if epsilon:
            optimizer.param_groups[0]["eps"] = epsilon(k + 1)
        parameters.grad = torch.tensor(gradients[:, k])
        optimizer.step()
        columns.append(parameters.detach().numpy().copy())
    return np.stack(columns, 1)


def by_numpy(optimizer):
    parameters, columns = start[:, 0], []
    for k in range(STEPS):
        parameters = optimizer.update(parameters, gradients[:, k])
        columns.append(parameters)
    return np.stack(columns, 1)


def keras_adam(epsilon):
    """By the formula, and again by PyTorch's Adam, whose epsilon is Keras's over sqrt(1 - b2^t)."""
    result = by_numpy(KerasAdam(1e-3, epsilon))
    witness = by_torch(lambda p: torch.optim.Adam(p, lr=1e-3),
                       lambda t: epsilon / np.sqrt(1 - 0.999**t))
    np.testing.assert_allclose(result, witness, rtol=0, atol=1e-14)
    return result


def adadelta(rate, rho, epsilon):
    result = by_torch(lambda p: torch.optim.Adadelta(p, lr=rate, rho=rho, eps=epsilon))
    np.testing.assert_allclose(
        by_numpy(Adadelta(rate, rho, epsilon)), result, rtol=0, atol=1e-14)
    return result


optim = torch.optim
results = [
    ("sgd", 0.1, by_torch(lambda p: optim.SGD(p, lr=0.1))),
    ("sgd_momentum", 0.1, by_torch(lambda p: optim.SGD(p, lr=0.1, momentum=0.9))),
    ("sgd_nesterov", 0.1, by_torch(lambda p: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True))),
    ("rmsprop", 1e-3, by_torch(lambda p: optim.RMSprop(p, lr=1e-3, alpha=0.9, eps=1e-7))),
    ("adam_keras", 1e-3, keras_adam(1e-7)),
    ("adam_tensorflow1", 1e-3, keras_adam(1e-8)),
    ("adam_torch", 1e-3, by_torch(lambda p: optim.Adam(p, lr=1e-3, eps=1e-8))),
    ("adamw_torch", 1e-3,
     by_torch(lambda p: optim.AdamW(p, lr=1e-3, eps=1e-8, weight_decay=0.01))),
    ("adadelta_zeiler", 1.0, adadelta(1.0, 0.95, 1e-6)),
    ("adadelta_keras1", 1.0, adadelta(1.0, 0.95, 1e-8)),
    ("adadelta_keras2", 1.0, adadelta(1.0, 0.95, 1e-7)),
    ("adadelta_keras3", 1e-3, adadelta(1e-3, 0.95, 1e-7)),
    ("adadelta_torch", 1.0, adadelta(1.0, 0.9, 1e-6)),
]

body = "/// Where every optimizer starts.\n"
body += f"inline const Matrix optimizer_start = {matrix(start)};\n\n"
body += "/// Column k is the gradient of step k + 1.\n"
body += f"inline const Matrix optimizer_gradients = {matrix(gradients)};\n\n"
body += "inline const std::vector<OptimizerCase> optimizers = {\n"
body += "".join(f'    {{"{n}", {rate!r},\n     {matrix(r)}}},\n' for n, rate, r in results) + "};\n"
write("optimizers.hpp", "optimizers.py", body)
