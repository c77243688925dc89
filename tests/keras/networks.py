# SPDX-License-Identifier: MIT
"""Autoencoders that Keras itself trains for a moment, saves and runs. See run.

    python3 networks.py DIGITS FOLDER      DIGITS: images of MNIST, idx3-ubyte.gz

Writes into FOLDER, for each, what Keras saves (NAME.h5), eight samples and what Keras makes of them
(NAME_input.npy, NAME_output.npy, a sample a row). Needs Keras 2.3 on Theano (Debian 11's
python3-keras).
"""

import gzip
import os
import sys

os.environ["KERAS_BACKEND"] = "theano"
import numpy as np  # noqa: E402
from keras import layers, models  # noqa: E402

# "same" pads as TensorFlow does only without strides: Theano pads both sides, TensorFlow the end.
THE_END = ((0, 1), (0, 1))


def vector():
    return models.Sequential([layers.Dense(3, activation="relu", input_shape=(8,)),
                              layers.Dense(8, activation="sigmoid")])


def vanilla():
    """The first network of "Building Autoencoders in Keras" (Keras blog, 2016)."""
    image = layers.Input((784,))
    code = layers.Dense(32, activation="relu")(image)
    return models.Model(image, layers.Dense(784, activation="sigmoid")(code))


def denoising():
    """Of Keras's own examples, mnist_denoising_autoencoder.py: models in a model, strides."""
    image = x = layers.Input((28, 28, 1))
    for filters in (32, 64):
        x = layers.ZeroPadding2D(THE_END)(x)
        x = layers.Conv2D(filters, 3, strides=2, activation="relu")(x)
    x = layers.Dense(16, name="latent_vector")(layers.Flatten()(x))
    encoder = models.Model(image, x, name="encoder")

    code = layers.Input((16,))
    x = layers.Reshape((7, 7, 64))(layers.Dense(7 * 7 * 64)(code))
    for filters in (64, 32):
        x = layers.Conv2DTranspose(filters, 3, strides=2, activation="relu")(x)
        x = layers.Cropping2D(THE_END)(x)
    x = layers.Conv2DTranspose(1, 3, padding="same", activation="sigmoid")(x)
    decoder = models.Model(code, x, name="decoder")
    return models.Model(image, decoder(encoder(image)), name="autoencoder")


def normalized():
    """Batch normalisation of images and of vectors, no bias before it; a Sequential of two."""
    encoder = models.Sequential([
        layers.Conv2D(8, 3, padding="same", use_bias=False, input_shape=(28, 28, 1)),
        layers.BatchNormalization(), layers.Activation("relu"), layers.MaxPooling2D(2),
        layers.Flatten(), layers.Dense(16)], name="encoder")
    decoder = models.Sequential([
        layers.Dense(14 * 14 * 2, use_bias=False, input_shape=(16,)),
        layers.BatchNormalization(), layers.Activation("relu"), layers.Reshape((14, 14, 2)),
        layers.UpSampling2D(2), layers.Conv2D(1, 3, padding="same", activation="sigmoid")],
        name="decoder")
    return models.Sequential([encoder, decoder])


def main(digits, folder):
    with gzip.open(digits) as file:
        pixels = np.frombuffer(file.read(1000 * 784), np.uint8, offset=16)
    for make, samples in ((vector, 200), (vanilla, 100), (denoising, 10), (normalized, 20)):
        name = make.__name__
        np.random.seed(0)
        model = make()
        shape = model.input_shape[1:]
        x = (pixels[:samples * np.prod(shape)] / 255).astype("<f4").reshape((samples,) + shape)
        if make is vector:
            x = np.random.rand(samples, 8).astype("<f4")
        model.compile("adam", "binary_crossentropy")
        model.fit(x, x, batch_size=10, epochs=2, verbose=2)
        save = model.save_weights if make is normalized else model.save  # Keras has both
        save("%s/%s.h5" % (folder, name))
        np.save("%s/%s_input.npy" % (folder, name), x[:8].reshape(8, -1))
        np.save("%s/%s_output.npy" % (folder, name), model.predict(x[:8]).reshape(8, -1))


if __name__ == "__main__":
    main(*sys.argv[1:])
