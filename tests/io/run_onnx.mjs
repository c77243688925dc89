// SPDX-License-Identifier: MIT
// Compares what ONNX Runtime makes of exported networks with what the library made, as
// eigencoder_onnx_models has written both into a folder: |a - b| <= 1e-5 + 1e-5 |b| for every
// number, of 100 samples at once and of the first alone.
//
//     npm install --ignore-scripts onnxruntime-node@1 && node run_onnx.mjs FOLDER
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";

const folder = process.argv[2];
const SAMPLES = 100;

const floats = (name) => new Float32Array(new Uint8Array(readFileSync(join(folder, name))).buffer);
const size = (extents) => extents.reduce((a, b) => a * b, 1);

/** The largest |a - b| / (1e-5 + 1e-5 |b|); infinite where a number is NaN or missing. */
function largest(a, b) {
  if (a.length !== b.length || b.length === 0) return Infinity;
  let worst = 0;
  for (let i = 0; i < b.length; ++i) {
    const off = Math.abs(a[i] - b[i]) / (1e-5 + 1e-5 * Math.abs(b[i]));
    if (!(off <= worst)) worst = off;
    if (Number.isNaN(worst)) return Infinity;
  }
  return worst;
}

async function difference(name, extentsIn, extentsOut) {
  const [input, output] = [floats(`${name}.input`), floats(`${name}.output`)];
  if (input.length !== SAMPLES * size(extentsIn)) throw new Error(`${input.length} inputs`);
  const session = await InferenceSession.create(join(folder, `${name}.onnx`));
  let worst = 0;
  for (const n of [SAMPLES, 1]) {
    const x = new Tensor("float32", input.slice(0, n * size(extentsIn)), [n, ...extentsIn]);
    const { output: y } = await session.run({ input: x });
    if (y.dims.join() !== [n, ...extentsOut].join()) throw new Error(`output of ${y.dims}`);
    worst = Math.max(worst, largest(y.data, output.slice(0, n * size(extentsOut))));
  }
  return worst;
}

const lines = readFileSync(join(folder, "models.txt"), "utf8").trim().split("\n");
let wrong = 0;
for (const line of lines) {
  const [name, extentsIn, extentsOut] = line.split("; ");
  const extents = (text) => text.split(" x ").map(Number);
  const worst = await difference(name, extents(extentsIn), extents(extentsOut)).catch((error) => {
    console.log(`${name}: ${error.message}`);
    return Infinity;
  });
  if (!(worst <= 1)) ++wrong;
  console.log(`${worst <= 1 ? "ok   " : "WRONG"} ${worst.toFixed(3)} of the tolerance  ${name}`);
}
console.log(`${lines.length - wrong} of ${lines.length} networks agree`);
process.exitCode = wrong === 0 ? 0 : 1;
