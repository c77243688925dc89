#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The models of models.cpp in PyTorch, as fast as it can be: one measurement, printed as a number.

    torch_peer.py m4 training 1        samples a second
    torch_peer.py m4 latency 1         seconds for one sample

Losses from logits (PyTorch 1.13 has no vector code for the other), optimizers that take all
parameters at once, images with channels last where that is faster (m4). compare.py sets the
environment: an OpenMP BLAS, and memory that is not handed back.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Crop(nn.Module):
    """Leaves out the last row and column: what Keras's Same does after a stride of two."""

    def forward(self, x):
        return x[:, :, :-1, :-1]


def dense(*widths):
    layers = []
    for inputs, units in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, units), nn.ReLU()]
    return layers


def conv(inputs, filters):
    return [nn.Conv2d(inputs, filters, 3, padding=1), nn.ReLU()]


def transposed(inputs, filters):
    return [nn.ConvTranspose2d(inputs, filters, 3, padding=1), nn.ReLU()]


def up():
    return nn.Upsample(scale_factor=2, mode="nearest")


def network(name):
    """Encoder and decoder, the latter without its last activation; batch, epoch, shape."""
    if name in ("m1", "m2"):
        return dense(784, 32), dense(32, 784)[:-1], 256, 10240, (784,)
    if name == "m3":
        return dense(784, 128, 64, 32), dense(32, 64, 128, 784)[:-1], 256, 10240, (784,)
    if name == "m4":
        pool = nn.MaxPool2d(2)
        encoder = [*conv(1, 16), pool, *conv(16, 8), pool]
        decoder = [*conv(8, 8), up(), *conv(8, 16), up(), *conv(16, 1)[:-1]]
        return encoder, decoder, 128, 2560, (1, 28, 28)
    if name == "m5":
        halved = [nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(1, 16, 3, stride=2), nn.ReLU()]
        encoder = [*halved, *conv(16, 32), *conv(32, 64), *conv(64, 128), nn.Flatten(),
                   nn.Linear(128 * 256, 256), nn.Sigmoid()]
        doubled = [nn.ConvTranspose2d(1, 128, 3, stride=2), Crop(), nn.ReLU()]
        decoder = [nn.Unflatten(1, (1, 16, 16)), *doubled, *transposed(128, 64),
                   *transposed(64, 32), *transposed(32, 1)[:-1]]
        return encoder, decoder, 50, 100, (1, 32, 32)
    if name == "m6":
        return dense(2, 8), dense(8, 2)[:-1], 32, 1000, (2,)
    raise SystemExit(f"{name}: expected m1 to m6")


def loss_of(name, code, z, x):
    if name == "m5":
        return 0.5 * ((torch.sigmoid(z) - x) ** 2).sum()
    if name == "m6":
        return F.mse_loss(z, x)
    loss = F.binary_cross_entropy_with_logits(z, x)
    return loss + 1e-4 * code.abs().sum() / len(x) if name == "m2" else loss


def repeat(seconds, call):
    """The time of a call, from as many as take so many seconds."""
    call()
    begin, calls = time.perf_counter(), 0
    while time.perf_counter() - begin < seconds:
        call()
        calls += 1
    return (time.perf_counter() - begin) / calls


def main(name, what, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    encoder, decoder, batch, epoch, shape = network(name)
    encoder, decoder = nn.Sequential(*encoder), nn.Sequential(*decoder)
    layout = torch.channels_last if name == "m4" else torch.contiguous_format
    net = nn.ModuleList([encoder, decoder]).to(memory_format=layout)

    def samples(count):
        x = torch.rand(count, *shape)
        return x.contiguous(memory_format=layout) if x.dim() == 4 else x

    # As models.cpp has them: pictures as bytes, which is faster for PyTorch too.
    pictures = name in ("m1", "m2", "m3", "m4")

    if what == "training":
        if name in ("m1", "m2"):
            optimizer = torch.optim.Adadelta(net.parameters(), lr=1.0, rho=0.95, eps=1e-7, foreach=True)
        else:
            optimizer = torch.optim.Adam(net.parameters(), eps=1e-7, foreach=True)
        data = samples(epoch)
        if pictures:
            data = (256 * data).to(torch.uint8)

        def train():
            order, losses = torch.randperm(epoch), []
            for first in range(0, epoch, batch):
                x = data.index_select(0, order[first:first + batch])
                if pictures:
                    x = x.to(torch.float32).mul_(1 / 255)
                if x.dim() == 4:
                    x = x.contiguous(memory_format=layout)
                optimizer.zero_grad(set_to_none=True)
                code = encoder(x)
                loss = loss_of(name, code, decoder(code), x)
                loss.backward()
                optimizer.step()
                losses.append(loss.item())  # the loss of every batch

        return epoch / repeat(1.5, train)

    def infer():
        z = decoder(encoder(x))
        return z if name == "m6" else torch.sigmoid(z)

    x = samples(256 if what == "inference" else 1)
    with torch.inference_mode():
        seconds = repeat(0.7, infer)
    return len(x) / seconds if what == "inference" else seconds


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
