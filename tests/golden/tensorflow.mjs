// SPDX-License-Identifier: MIT
// A second witness: TensorFlow.js computes the cases of images.py and convolution.py again, in single
// precision, from the same inputs. Stops if a value or a gradient is off by more than 1e-5.
//
//   npm install --prefix DIR @tensorflow/tfjs
//   python3 images.py --json cases.json && node tensorflow.mjs cases.json DIR
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';

const [casesFile, folder = '.'] = process.argv.slice(2);
const tf = createRequire(join(resolve(folder), 'here.js'))('@tensorflow/tfjs');
await tf.setBackend('cpu');

const halves = ([top, bottom, left, right]) => [[top, bottom], [left, right]];

// One function a kind: from a case the function of its images, or undefined where TensorFlow.js has none.
const kinds = {
  max_pool: ({kernel, stride, padding}) => (x) => tf.maxPool(x, kernel, stride, padding),
  average_pool: ({kernel, stride, padding}) => (x) => tf.avgPool(x, kernel, stride, padding),
  global_average_pool: () => (x) => tf.mean(x, [1, 2], true),
  upsample: ({factors}) => (x) => tf.layers.upSampling2d({size: factors}).apply(x),
  resize: ({size, mode, half_pixel}) => {
    if (mode === 'bilinear') return (x) => tf.image.resizeBilinear(x, size, false, half_pixel);
    if (mode === 'nearest') return (x) => tf.image.resizeNearestNeighbor(x, size, false, half_pixel);
    return undefined;
  },
  pad: ({sides}) => (x) => tf.pad(x, [[0, 0], ...halves(sides), [0, 0]]),
  crop: ({sides}) => (x) => tf.layers.cropping2D({cropping: halves(sides)}).apply(x),
};

function largestDifference(got, expected) {
  if (got.length !== expected.length) return Infinity;
  return Math.max(...expected.map((e, i) => Math.abs(got[i] - e) / Math.max(1, Math.abs(e))));
}

const product = (numbers) => numbers.reduce((a, b) => a * b);

// The gradient of sum(f(x) .* weights) where f is linear: what f makes of each single pixel. TensorFlow.js's
// own gradients are wrong on its CPU for average pooling with padding, and fail for images that are resized.
function linearGradient(f, shape, weights) {
  const features = product(shape);
  const pixels = f(tf.eye(features).reshape([features, ...shape])).reshape([features, -1]);
  const samples = weights.shape[0];
  return tf.matMul(weights.reshape([samples, -1]), pixels, false, true).dataSync();
}

// Convolutions, of images, kernel and bias. TensorFlow.js has dilation neither with a stride nor in
// transposed ones, and no gradients with it.
const convolutions = {
  convolution: ({stride, dilation, padding}) => (x, kernel, bias) =>
    tf.conv2d(x, kernel, stride, padding, 'NHWC', dilation).add(bias),
  transposed: ({stride, padding, result}) => (x, kernel, bias) =>
    tf.conv2dTranspose(x, kernel, result, stride, padding).add(bias),
};

function checkConvolution({kind, options, shapes, inputs, value, weights, gradients}) {
  const dilated = options.dilation.some((d) => d > 1);
  if (dilated && (kind === 'transposed' || options.stride.some((s) => s > 1))) return undefined;
  const f = convolutions[kind](options);
  const given = inputs.map((numbers, i) => tf.tensor(numbers, shapes[i]));
  const by = tf.tensor(weights, options.result);
  const got = dilated ? [] : tf.grads((...v) => f(...v).mul(by).sum())(given);
  return {value: largestDifference(f(...given).dataSync(), value),
          gradient: Math.max(0, ...got.map((g, i) => largestDifference(g.dataSync(), gradients[i])))};
}

function check({kind, options, shape, result, ...c}) {
  if (kind in convolutions) return checkConvolution({kind, options, ...c});
  const f = kinds[kind](options);
  if (f === undefined) return undefined;
  const samples = c.x.length / product(shape);
  const x = tf.tensor4d(c.x, [samples, ...shape]);
  const weights = tf.tensor4d(c.weights, [samples, ...result]);
  const gradient = kind === 'max_pool' ? tf.grad((v) => f(v).mul(weights).sum())(x).dataSync()
                                       : linearGradient(f, shape, weights);
  return {value: largestDifference(f(x).dataSync(), c.value),
          gradient: largestDifference(gradient, c.gradient)};
}

let wrong = 0;
const missing = [];
for (const c of JSON.parse(readFileSync(casesFile, 'utf8'))) {
  const differs = check(c);
  if (differs === undefined) {
    missing.push(c.name);
  } else if (!(differs.value <= 1e-5 && differs.gradient <= 1e-5)) {
    ++wrong;
    console.error(`${c.name}: value differs by ${differs.value}, gradient by ${differs.gradient}`);
  }
}
console.log(`${wrong} wrong; not in TensorFlow.js: ${missing.join(', ')}`);
process.exit(wrong > 0 ? 1 : 0);
