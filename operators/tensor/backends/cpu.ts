import { tf } from '../tf.js';
import type { BackendReport } from './backend-report.js';

/** Load the plain JavaScript backend. It always works, is hundreds of times slower, and is used only if it is chosen by name. */
export async function loadCpu(): Promise<BackendReport> {
  await tf.setBackend('cpu');
  // Its first use prints the advice to install tfjs-node, which is installed already.
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
  return { name: 'cpu', device: 'CPU (JavaScript)', gpu: false, version: tf.version_core };
}
