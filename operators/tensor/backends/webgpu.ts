import { existsSync } from 'node:fs';
import { tf } from '../tf.js';
import type { BackendReport } from './backend-report.js';
import { refuseAfterGpuError } from './refuse-after-gpu-error.js';

/** The part of a WebGPU adapter that is used here. */
interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    /** The card's name in lower case, such as `nvidia-h200`. */
    readonly device?: string;
    /** The driver's name and version. */
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
}
interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<Adapter | null>;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic.render|warp/i;

/**
 * Load the WebGPU backend on Dawn.
 *
 * fails when Dawn offers no adapter (no Vulkan, Metal or Direct3D 12 driver)
 */
export async function loadWebgpu(): Promise<BackendReport> {
  const adapter = await findAdapter();
  if (adapter === null) throw new Error('no WebGPU adapter: no Vulkan, Metal or Direct3D 12 driver was found');
  await import('@tensorflow/tfjs-backend-webgpu');
  // A submission costs more in Node than in a browser, so put more commands into each.
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', 128);
  if (!(await tf.setBackend('webgpu'))) throw new Error('the WebGPU device could not be opened');
  refuseAfterGpuError(tf.backend());
  return { name: 'webgpu', ...describeAdapter(adapter), version: tf.version_core };
}

/** Whether there is a WebGPU adapter that is a hardware GPU. */
export async function hasWebgpuHardware(): Promise<boolean> {
  if (!mayHaveGpu()) return false;
  const adapter = await findAdapter().catch(() => null);
  return adapter !== null && describeAdapter(adapter).gpu;
}

/** Describe an adapter; a software adapter is marked as such and does not count as a GPU. */
export function describeAdapter({ info }: Adapter): { device: string; gpu: boolean } {
  const { vendor, architecture, device = '', description } = info;
  const joined = (parts: readonly string[], by: string): string => parts.filter((part) => part !== '').join(by);
  const name = joined([device.replace(/-+$/, ''), description], ', ') || joined([vendor, architecture], ' ');
  const software = info.isFallbackAdapter === true || SOFTWARE.test(`${architecture} ${device} ${description}`);
  return software ? { device: `${name} (software)`, gpu: false } : { device: name, gpu: true };
}

async function findAdapter(): Promise<Adapter | null> {
  return (await openDawn()).requestAdapter({ powerPreference: 'high-performance' });
}

let dawn: Promise<Gpu> | undefined;

/** Define `navigator.gpu` and the GPU classes that tfjs looks for. */
function openDawn(): Promise<Gpu> {
  dawn ??= import('webgpu').then(({ create, globals }) => {
    const gpu = create([]) as unknown as Gpu;
    Object.assign(globalThis, globals);
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
    return gpu;
  });
  return dawn;
}

/** Whether a GPU's device file exists. Without a driver, Dawn loads slowly and prints errors, so this is tested first. */
const mayHaveGpu = (): boolean =>
  process.platform !== 'linux' || ['/dev/dri', '/dev/dxg', '/dev/nvidiactl'].some((device) => existsSync(device));
