import { firstLine, HpdmError } from '../../dsl/index.js';
import { BACKENDS } from './backends/backend-report.js';
import type { BackendName, BackendReport } from './backends/backend-report.js';
import { tf } from './tf.js';

export { BACKENDS } from './backends/backend-report.js';
export type { BackendName, BackendReport } from './backends/backend-report.js';

/** The possible choices: a backend by name, or `auto` for the best one that loads. */
export type BackendChoice = 'auto' | BackendName;

/** The report of a backend that loads, or the reason why it does not. */
export type BackendProbe =
  | { readonly name: BackendName; readonly loads: true; readonly report: BackendReport }
  | { readonly name: BackendName; readonly loads: false; readonly why: string };

/** The loaders of the backends. A backend is imported only when it is needed: `check` and `plan` never load one. */
const loaders: Readonly<Record<BackendName, () => Promise<BackendReport>>> = {
  tensorflow: async () => (await import('./backends/tensorflow.js')).loadTensorflow(),
  webgpu: async () => (await import('./backends/webgpu.js')).loadWebgpu(),
  wasm: async () => (await import('./backends/wasm.js')).loadWasm(),
  cpu: async () => (await import('./backends/cpu.js')).loadCpu(),
};

const REMEDIES: Readonly<Record<BackendName, string>> = {
  tensorflow: 'hpdm setup (hpdm doctor shows the state), or --backend auto',
  webgpu: 'install the Vulkan driver of the graphics card (hpdm doctor shows the state), or --backend auto',
  wasm: 'npm ci, or --backend auto',
  cpu: 'npm ci',
};

/**
 * Load a backend and make it tfjs's current one.
 *
 * `auto` takes the first of these that loads: tensorflow with a GPU, webgpu with a hardware GPU, tensorflow on the CPU, wasm.
 *
 * @param wanted the value of `--backend`; with `auto`, the variable HPDM_BACKEND decides if it is set
 * fails E_BACKEND_NAME for an unknown name; E_BACKEND_LOAD, with the reason, when a backend chosen by name does not load
 */
export async function selectBackend(
  wanted: string = 'auto',
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<BackendReport> {
  const choice = backendChoice(wanted === 'auto' ? (env['HPDM_BACKEND'] ?? 'auto') : wanted);
  if (choice === 'auto') return selectBest();
  const probe = await probeBackend(choice);
  if (probe.loads) return probe.report;
  throw loadFailure(choice, probe.why);
}

/** Load one backend or return the reason why it does not load; a loaded backend becomes tfjs's current one. */
export async function probeBackend(name: BackendName): Promise<BackendProbe> {
  try {
    return { name, loads: true, report: await loaders[name]() };
  } catch (error) {
    return { name, loads: false, why: firstLine(error) };
  }
}

/** Try all backends one after the other; afterwards the current backend is the same as before. */
export async function probeBackends(): Promise<BackendProbe[]> {
  const before = tf.getBackend();
  const probes: BackendProbe[] = [];
  for (const name of BACKENDS) probes.push(await probeBackend(name));
  if (before) await tf.setBackend(before);
  return probes;
}

async function selectBest(): Promise<BackendReport> {
  const tensorflow = await probeBackend('tensorflow');
  if (tensorflow.loads && tensorflow.report.gpu) return tensorflow.report;
  const fallback = tensorflow.loads ? {} : { fallback: `TensorFlow does not load: ${tensorflow.why}` };
  if (await (await import('./backends/webgpu.js')).hasWebgpuHardware()) {
    const webgpu = await probeBackend('webgpu');
    if (webgpu.loads) return { ...webgpu.report, ...fallback };
  }
  if (tensorflow.loads) return loaders.tensorflow();
  const wasm = await probeBackend('wasm');
  if (wasm.loads) return { ...wasm.report, ...fallback };
  throw loadFailure('auto', `tensorflow: ${tensorflow.why}; wasm: ${wasm.why}`);
}

/** A choice of backend written as text; fails E_BACKEND_NAME for an unknown name. */
export function backendChoice(text: string): BackendChoice {
  const choices: readonly BackendChoice[] = ['auto', ...BACKENDS];
  const choice = choices.find((name) => name === text);
  if (choice !== undefined) return choice;
  throw new HpdmError({
    code: 'E_BACKEND_NAME',
    expected: `a backend: ${choices.join(', ')}`,
    got: JSON.stringify(text),
    try: 'correct --backend or the variable HPDM_BACKEND; hpdm doctor shows which backends load here',
  });
}

const loadFailure = (choice: BackendChoice, why: string): HpdmError =>
  new HpdmError({
    code: 'E_BACKEND_LOAD',
    expected: choice === 'auto' ? 'a backend that loads' : `the backend ${choice} to load`,
    got: why,
    try: choice === 'auto' ? 'npm ci, then hpdm doctor' : REMEDIES[choice],
  });
