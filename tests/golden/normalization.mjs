// SPDX-License-Identifier: MIT
// A second witness: TensorFlow.js computes the cases of normalization.py again, in float.
//
//   npm install @tensorflow/tfjs           (in a folder of its own)
//   python3 normalization.py --json FILE
//   node normalization.mjs FOLDER FILE
//
// Stops if a number differs by more than 1e-4, relative above 1.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, file] = process.argv.slice(2);
const tf = createRequire(resolve(folder, "package.json"))("@tensorflow/tfjs");
await tf.setBackend("cpu");

const transposed = (matrix) => matrix[0].map((_, j) => matrix.map((row) => row[j]));
const flat = (values) => values.flat(Infinity);
const vector = (matrix) => tf.tensor1d(flat(matrix));

/** One sample a column, height, width, channels; to samples, height, width, channels. */
const images = (matrix, shape) =>
  tf.tensor(transposed(matrix).flat(), [matrix[0].length, ...shape]);
/** The numbers of a case's matrix in the order of the tensor. */
const numbers = (matrix) => flat(transposed(matrix));

let compared = 0;
function same(name, tensor, expected) {
  const got = tensor.dataSync();
  if (got.length !== expected.length) throw new Error(`${name}: ${got.length} numbers`);
  expected.forEach((e, i) => {
    const error = Math.abs(got[i] - e) / Math.max(1, Math.abs(e));
    if (!(error <= 1e-4)) throw new Error(`${name} ${i}: TensorFlow.js ${got[i]}, PyTorch ${e}`);
    ++compared;
  });
}

/** Value and gradients of sum(value .* weights) by all of `given`. */
function compare(c, f, given) {
  same(`${c.name}: value`, f(...given), numbers(c.value));
  const weights = tf.tensor(numbers(c.weights), f(...given).shape);
  const gradients = tf.grads((...x) => f(...x).mul(weights).sum())(given);
  gradients.forEach((g, i) => same(`${c.name}: gradient ${i}`, g, numbers(c.gradients[i])));
}

const EPSILON = 1e-3;
const normalized = (x, mean, variance, gamma, beta) =>
  x.sub(mean).div(variance.add(EPSILON).sqrt()).mul(gamma).add(beta);

/** Keras's layer with these weights. */
function layer(made, shape, weights) {
  made.build([null, ...shape]);
  made.setWeights(weights);
  return made;
}

function layer_normalization(c) {
  const [x, gamma, beta] = [images(c.inputs[0], c.shape), ...c.inputs.slice(1).map(vector)];
  const keras = layer(tf.layers.layerNormalization({ epsilon: EPSILON }), c.shape, [gamma, beta]);
  same(`${c.name}: layer`, keras.apply(x), numbers(c.value));
  const f = (a, g, b) => {
    const { mean, variance } = tf.moments(a, -1, true);
    return normalized(a, mean, variance, g, b);
  };
  compare(c, f, [x, gamma, beta]);
}

function batch_normalization(c) {
  const [x, gamma, beta] = [images(c.inputs[0], c.shape), ...c.inputs.slice(1).map(vector)];
  const f = (a, g, b) => {
    const { mean, variance } = tf.moments(a, [0, 1, 2]);
    return normalized(a, mean, variance, g, b);
  };
  compare(c, f, [x, gamma, beta]);
}

function given_statistics(c) {
  const [x, ...columns] = [images(c.inputs[0], c.shape), ...c.inputs.slice(1).map(vector)];
  const [gamma, beta, mean, variance] = columns;
  const keras = layer(tf.layers.batchNormalization({ epsilon: EPSILON }), c.shape, columns);
  same(`${c.name}: layer`, keras.apply(x, { training: false }), numbers(c.value));
  const f = (a, g, b) => tf.batchNorm(a, mean, variance, b, g, EPSILON);
  compare(c, f, [x, gamma, beta]);
}

/** Two steps of a Keras model; the state after each. */
function trained(c) {
  const keras = tf.layers.batchNormalization({
    epsilon: EPSILON, momentum: c.momentum, inputShape: c.shape });
  const model = tf.sequential({ layers: [keras] });
  const optimizer = tf.train.sgd(0.5);
  const samples = c.inputs[0][0].length / 2;
  for (const step of [0, 1]) {
    const batch = (m) =>
      images(m.map((row) => row.slice(step * samples, (step + 1) * samples)), c.shape);
    const [x, t] = c.inputs.map(batch);
    const { value, grads } = tf.variableGrads(() =>
      keras.apply(x, { training: true }).sub(t).square().mean());
    same(`${c.name}: loss`, value, [c.weights[0][step]]);
    optimizer.applyGradients(grads);
    same(`${c.name}: step ${step}`, tf.concat(model.getWeights()), c.value.map((r) => r[step]));
  }
}

function depthwise(c) {
  const [x, kernel, bias] = c.inputs;
  // rows channels * multiplier, columns kh * kw: the bytes of kh x kw x channels x multiplier
  const shape = [...c.kernel, c.shape[2], c.multiplier];
  const given = [images(x, c.shape), tf.tensor(numbers(kernel), shape), vector(bias)];
  const f = (a, k, b) =>
    tf.depthwiseConv2d(a, k, c.stride, c.same ? "same" : "valid", "NHWC", c.dilation).add(b);
  const differentiable = c.dilation.every((d) => d === 1);
  if (differentiable) compare(c, f, given);
  else same(`${c.name}: value`, f(...given), numbers(c.value));
}

const witnesses = {
  layer: layer_normalization,
  batch: batch_normalization,
  given: given_statistics,
  trained,
  depthwise,
};
for (const c of JSON.parse(readFileSync(file))) witnesses[c.operation](c);
console.log(`${compared} numbers agree`);
