# SPDX-License-Identifier: MIT
"""Small networks as the onnx package checks and serialises them, byte for byte: onnx_files.hpp."""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).resolve().parent


def parameters(count):
    """The flat vector: multiples of 1/8."""
    return (np.arange(count) % 7 - 3).astype("<f4") / 8


def node(name, op, inputs, **attributes):
    made = helper.make_node(op, inputs, [name], name=name)
    # In this order, which make_node does not keep.
    made.attribute.extend(helper.make_attribute(*pair) for pair in attributes.items())
    return made


def graph(nodes, constants, extents_in, extents_out):
    def value(name, extents):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *extents])

    tensors = [
        numpy_helper.from_array(np.ascontiguousarray(numbers), name)
        for name, numbers in sorted(constants.items())
    ]
    ends = [value("input", extents_in)], [value("output", extents_out)]
    return helper.make_graph(nodes, "eigencoder", *ends, tensors)


def dense():
    """Encoder{Input<float, 3>{}, Dense<2, LeakyRelu>{.activation = {0.25}}}"""
    flat = parameters(8)
    constants = {"0.dense.kernel": flat[:6].reshape(3, 2).T, "0.dense.bias": flat[6:]}
    nodes = [
        node("0.dense.Gemm", "Gemm", ["input", "0.dense.kernel", "0.dense.bias"], transB=1),
        node("0.dense.LeakyRelu", "LeakyRelu", ["0.dense.Gemm"], alpha=0.25),
        node("output", "Identity", ["0.dense.LeakyRelu"]),
    ]
    return graph(nodes, constants, [3], [2])


def images():
    """Encoder{Input<float, 4, 5, 2>{}, Conv2D<3, Kernel<3, 2>, Relu, Stride<2, 1>>{},
    UpSampling2D<2, 2>{}}"""
    flat = parameters(39)
    constants = {
        "0.conv2d.kernel": flat[:36].reshape(3, 2, 2, 3).transpose(3, 2, 0, 1),
        "0.conv2d.bias": flat[36:],
        "1.up_sampling2d.constant": np.array([1, 1, 2, 2], "<f4"),
    }
    nodes = [
        node("0.conv2d.Transpose", "Transpose", ["input"], perm=[0, 3, 1, 2]),
        node("0.conv2d.Conv", "Conv", ["0.conv2d.Transpose", "0.conv2d.kernel", "0.conv2d.bias"],
             kernel_shape=[3, 2], strides=[2, 1], pads=[0, 0, 1, 1], dilations=[1, 1], group=1),
        node("0.conv2d.Relu", "Relu", ["0.conv2d.Conv"]),
        node("1.up_sampling2d.Resize", "Resize", ["0.conv2d.Relu", "", "1.up_sampling2d.constant"],
             mode="nearest", coordinate_transformation_mode="asymmetric", nearest_mode="floor"),
        node("1.up_sampling2d.Transpose", "Transpose", ["1.up_sampling2d.Resize"], perm=[0, 2, 3, 1]),
        node("output", "Identity", ["1.up_sampling2d.Transpose"]),
    ]
    return graph(nodes, constants, [4, 5, 2], [4, 10, 3])


def listed(message):
    return "{" + ", ".join(str(byte) for byte in message.SerializeToString()) + "}"


def entry(network):
    """The file before and behind the version of the library."""
    start = {"ir_version": 7, "producer_name": "eigencoder"}
    rest = {"graph": network(), "opset_import": [helper.make_opsetid("", 13)]}
    onnx.checker.check_model(onnx.ModelProto(**start, **rest), full_check=True)
    parts = [listed(onnx.ModelProto(**start)), listed(onnx.ModelProto(**rest))]
    return f"inline const OnnxFile onnx_{network.__name__}{{\n    {parts[0]},\n    {parts[1]}}};\n"


text = f"""// SPDX-License-Identifier: MIT
// Made by tests/golden/onnx_files.py with onnx {onnx.__version__}; do not edit.
#pragma once

#include <cstdint>
#include <vector>

// clang-format off
namespace eigencoder::golden {{

struct OnnxFile {{
  std::vector<std::uint8_t> start, rest;  ///< before and behind the version of the library
}};

{entry(dense)}{entry(images)}
}}  // namespace eigencoder::golden
"""
(HERE / "onnx_files.hpp").write_text(text)
print(f"onnx_files.hpp: {len(text)} bytes")
