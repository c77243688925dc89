// SPDX-License-Identifier: MIT
// What Hugging Face's own code reads in a safetensors file on this disk: its arrays with their
// extents, and the first and last number of each.
//
//     npm install @huggingface/hub@2 && node read_safetensors.mjs FILE
import { openAsBlob, readFileSync } from "node:fs";
import { parseSafetensorsMetadata } from "@huggingface/hub";

const path = process.argv[2];
const file = await openAsBlob(path);
const fromDisk = async (_, options) => {
  const range = /bytes=(\d+)-(\d+)/.exec(new Headers(options?.headers).get("range") ?? "");
  const part = range ? file.slice(Number(range[1]), Number(range[2]) + 1) : file;
  const headers = { etag: "local" };
  if (range) headers["content-range"] = `bytes ${range[1]}-${range[2]}/${file.size}`;
  return new Response(part, { status: range ? 206 : 200, headers });
};
const { header } = await parseSafetensorsMetadata({
  repo: "local/file",
  path: "model.safetensors",
  fetch: fromDisk,
});

const bytes = readFileSync(path);
const start = 8 + Number(bytes.readBigUInt64LE(0));
for (const [name, array] of Object.entries(header)) {
  if (name === "__metadata__") continue;
  const [begin, end] = array.data_offsets.map((offset) => offset + start);
  const size = array.dtype === "F64" ? 8 : 4;
  const read = (at) => (size === 8 ? bytes.readDoubleLE(at) : bytes.readFloatLE(at));
  const ends = end > begin ? `${read(begin)} ... ${read(end - size)}` : "nothing";
  console.log(`${name}  ${array.dtype}  ${array.shape.join(" x ")}  ${ends}`);
}
