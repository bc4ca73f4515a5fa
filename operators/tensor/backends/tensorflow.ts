import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import util from 'node:util';
import { tf } from '../tf.js';
import { nativeLibrary } from '../native/library.js';
import { loadNative } from '../native.js';
import type { BackendReport } from './backend-report.js';

const require = createRequire(import.meta.url);

/** The part of tfjs-node's backend object that is used here. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/**
 * Load `@tensorflow/tfjs-node-gpu`; the TensorFlow library that it is linked to chooses the device.
 *
 * Also load hpdm's own kernels, if `hpdm setup` compiled them. HPDM_KERNELS=general leaves them out, for comparisons.
 *
 * fails with the loader's error when the addon or its libraries are missing
 */
export async function loadTensorflow(): Promise<BackendReport> {
  setDefaults(process.env);
  restoreRemovedUtilities();
  require('@tensorflow/tfjs-node-gpu');
  await tf.setBackend('tensorflow');
  if (process.env['HPDM_KERNELS'] !== 'general') loadNative(nativeLibrary(packageFolder()));
  const backend = tf.backend() as unknown as NodeBackend;
  return {
    name: 'tensorflow',
    device: backend.isUsingGpuDevice ? 'GPU (CUDA)' : 'CPU',
    gpu: backend.isUsingGpuDevice,
    version: backend.binding.TF_Version,
  };
}

const packageFolder = (): string => dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));

/** Set the variables that TensorFlow reads when it loads, except those that the user has set. */
function setDefaults(env: NodeJS.ProcessEnv): void {
  env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // Without this, TensorFlow reserves all memory of the GPU when it starts.
  env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
}

/** tfjs-node 4.22 calls two functions that Node 23 removed. */
function restoreRemovedUtilities(): void {
  const removed = util as unknown as Record<string, unknown>;
  removed['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  removed['isArray'] ??= Array.isArray;
}
