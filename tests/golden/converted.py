# SPDX-License-Identifier: MIT
"""Networks of PyTorch and of Keras through examples/convert_weights.py.

    python3 converted.py                 converted_pytorch.safetensors
    python3 converted.py --keras FOLDER  converted_keras.safetensors

each with inputs and what PyTorch or Keras makes of them, for the self-test of load_model.
FOLDER holds what Keras saved: networks/ in the folder of tests/keras/run. Needs python3-h5py.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

HERE = pathlib.Path(__file__).parent
CONVERTER = HERE.parent.parent / "examples" / "convert_weights.py"


def images(array):
    """samples x channels x height x width as the columns of the library: channels last."""
    return np.ascontiguousarray(array.transpose(0, 2, 3, 1).reshape(len(array), -1), "<f4")


def convert_with_self_test(source, name, pairs, inputs, outputs):
    """What the converter writes, and behind it the self-test."""
    subprocess.run([sys.executable, CONVERTER, source, HERE / name, *pairs], check=True)
    file = (HERE / name).read_bytes()
    start = 8 + int.from_bytes(file[:8], "little")
    header, data = json.loads(file[8:start]), file[start:]
    for tensor, a in (("self_test.input", inputs), ("self_test.output", outputs)):
        header[tensor] = {"dtype": "F32", "shape": a.shape,
                          "data_offsets": [len(data), len(data) + a.nbytes]}
        data += a.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (HERE / name).write_bytes(len(text).to_bytes(8, "little") + text + data)


def pytorch(folder):
    import torch
    torch.manual_seed(0)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(2, 3, (3, 1), padding=(1, 0)), torch.nn.ReLU(),
        torch.nn.BatchNorm2d(3, eps=1e-3), torch.nn.Flatten(),
        torch.nn.Linear(3 * 4 * 5, 6), torch.nn.Tanh(),
        torch.nn.Linear(6, 3 * 2 * 2, bias=False), torch.nn.BatchNorm1d(12, eps=1e-3),
        torch.nn.Unflatten(1, (3, 2, 2)), torch.nn.ConvTranspose2d(3, 2, 2, stride=2, bias=False))
    for norm in (net[2], net[7]):
        for numbers in (norm.weight.data, norm.bias.data, norm.running_mean, norm.running_var):
            numbers += torch.rand(len(numbers))
    net.eval()
    torch.save({"epoch": 3, "model_state_dict": net.state_dict()}, folder / "net.pt")
    x = torch.rand(4, 2, 4, 5)
    pairs = ["0.conv2d=0", "1.batch_normalization=2", "3.dense=4:in=3x4x5", "4.dense=6:out=3x2x2",
             "5.batch_normalization=7:out=3x2x2", "7.conv2d_transpose=9"]
    convert_with_self_test(folder / "net.pt", "converted_pytorch.safetensors", pairs,
                           images(x.numpy()), images(net(x).detach().numpy()))


def keras(folder):
    inputs, outputs = (np.load(folder / f"vector_{which}.npy") for which in ("input", "output"))
    convert_with_self_test(folder / "vector.h5", "converted_keras.safetensors",
                           ["encoder.0.dense=dense_1", "decoder.0.dense=dense_2"], inputs, outputs)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--keras"]:
        keras(pathlib.Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as name:
            pytorch(pathlib.Path(name))
