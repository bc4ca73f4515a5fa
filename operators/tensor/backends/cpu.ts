import { tf } from '../tf.js';
import type { BackendReport } from './backend-report.js';

/** The plain JavaScript backend: always there, hundreds of times slower, taken only when asked for by name. */
export async function loadCpu(): Promise<BackendReport> {
  await tf.setBackend('cpu');
  // Its first use prints advice to install tfjs-node, which is here already.
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
  return { name: 'cpu', device: 'CPU (JavaScript)', gpu: false, version: tf.version_core };
}
