# SPDX-License-Identifier: MIT
"""Networks of PyTorch, and one in a file laid out as Keras's, through examples/convert_weights.py.

Writes converted_pytorch.safetensors and converted_keras.safetensors, each with four inputs and what
PyTorch makes of them, for the self-test of load_model. The second needs python3-h5py.
"""

import pathlib
import sys
import tempfile

import h5py
import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "examples"))
import convert_weights  # noqa: E402


def images(array):
    """samples x channels x height x width as the columns of the library: channels last."""
    return np.ascontiguousarray(array.transpose(0, 2, 3, 1).reshape(len(array), -1), "<f4")


def write_with_self_test(name, orientation, source, pairs, inputs, outputs):
    kept = {}
    original = convert_weights.write
    convert_weights.write = lambda path, arrays, o: kept.update(arrays=arrays, orientation=o)
    convert_weights.main(str(source), "kept", *pairs)
    convert_weights.write = original
    assert kept["orientation"] == orientation
    arrays = {**kept["arrays"], "self_test.input": inputs, "self_test.output": outputs}
    convert_weights.write(HERE / name, arrays, orientation)


def pytorch(folder):
    torch.manual_seed(0)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(2, 3, (3, 1), padding=(1, 0)), torch.nn.ReLU(),
        torch.nn.BatchNorm2d(3, eps=1e-3), torch.nn.Flatten(), torch.nn.Linear(3 * 4 * 5, 6), torch.nn.Tanh(),
        torch.nn.Linear(6, 3 * 2 * 2), torch.nn.Unflatten(1, (3, 2, 2)),
        torch.nn.ConvTranspose2d(3, 2, 2, stride=2))
    net[2].running_mean += torch.rand(3)
    net[2].running_var += torch.rand(3)
    net.eval()
    torch.save(net.state_dict(), folder / "net.pt")
    x = torch.rand(4, 2, 4, 5)
    pairs = ["0.conv2d=0", "1.batch_normalization=2", "3.dense=4:in=3x4x5", "4.dense=6:out=3x2x2",
             "6.conv2d_transpose=8"]
    write_with_self_test("converted_pytorch.safetensors", "pytorch", folder / "net.pt", pairs,
                         images(x.numpy()), images(net(x).detach().numpy()))


def keras(folder):
    torch.manual_seed(1)
    net = torch.nn.Sequential(torch.nn.Linear(8, 3), torch.nn.ReLU(), torch.nn.Linear(3, 8),
                              torch.nn.Sigmoid())
    with h5py.File(folder / "net.h5", "w") as file:  # as Keras 2's model.save lays it out
        for layer, name in ((net[0], "dense"), (net[2], "dense_1")):
            group = file.create_group(f"model_weights/{name}/{name}")
            group["kernel:0"] = layer.weight.detach().numpy().T
            group["bias:0"] = layer.bias.detach().numpy()
        file.create_group("optimizer_weights/Adam")["iter:0"] = 1
    x = torch.rand(4, 8)
    write_with_self_test("converted_keras.safetensors", "keras", folder / "net.h5",
                         ["encoder.0.dense=dense", "decoder.0.dense=dense_1"],
                         x.numpy(), net(x).detach().numpy())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        pytorch(pathlib.Path(name))
        keras(pathlib.Path(name))
