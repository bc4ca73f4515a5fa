import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { io } from '@tensorflow/tfjs';

/**
 * Read a model of TensorFlow.js: its `model.json`, and the files of weights that it names, in the same folder.
 *
 * fails as the file system does; SyntaxError where the file is no JSON, TypeError where it is no model
 */
export async function readModelArtifacts(file: string): Promise<io.ModelArtifacts> {
  const model = JSON.parse(await readFile(file, 'utf8')) as Partial<io.ModelJSON> | null;
  const { format, modelTopology, weightsManifest, signature } = model ?? {};
  if (modelTopology === undefined || weightsManifest === undefined) {
    throw new TypeError('JSON without modelTopology and weightsManifest');
  }
  const paths = weightsManifest.flatMap(({ paths }) => paths);
  const shards = await Promise.all(paths.map((path) => readFile(join(dirname(file), path))));
  const { buffer, byteOffset, byteLength } = Buffer.concat(shards);
  return {
    modelTopology,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData: buffer.slice(byteOffset, byteOffset + byteLength),
    ...(format !== undefined && { format }),
    ...(signature !== undefined && { signature }),
  };
}
