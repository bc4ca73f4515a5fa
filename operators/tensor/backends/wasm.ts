import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { tf } from '../tf.js';
import type { BackendReport } from './backend-report.js';

const require = createRequire(import.meta.url);

let started = false;

/** Load the WebAssembly backend from the binaries in its own package; it computes on one thread. */
export async function loadWasm(): Promise<BackendReport> {
  const { setWasmPaths, version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
  // Paths can be set only before the backend starts.
  if (!started) {
    setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  }
  started = true;
  if (!(await tf.setBackend('wasm'))) throw new Error('this Node could not instantiate the WebAssembly module');
  return { name: 'wasm', device: 'CPU (one thread)', gpu: false, version: version_wasm };
}
