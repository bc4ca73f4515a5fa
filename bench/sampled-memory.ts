import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cascadeOf } from '../dsl/cascade/read-cascade.js';
import { writtenSource } from '../dsl/document/read-source.js';
import { formatSafetensors } from '../operators/disk/safetensors.js';
import { replaceFile } from '../operators/disk/replace-file.js';
import { declareParameters } from '../operators/network/declare-parameters.js';
import { startingValue } from '../operators/network/starting-value.js';
import type { Plan } from '../pipelines/plan/plan.js';

const HPDM = fileURLToPath(new URL('../pipelines/cli/bin.js', import.meta.url));
/** Milliseconds between two looks at the memory of a process, whose peak the system keeps. */
const LOOK_MS = 50;

/** What a sampling in a process of its own took, and what its plan says. */
export interface SampledMemory {
  /** Bytes of tensors, as planned, and with those of the process besides. */
  readonly tensors: number;
  readonly planned: number;
  /** Largest resident memory of the process. */
  readonly peak: number;
  /** What the plan chose for each level. */
  readonly choices: readonly string[];
}

/** Write an untrained network of a cascade as a file of weights; what it takes does not depend on their values. */
export async function writeUntrained(file: string, written: object): Promise<void> {
  const cascade = cascadeOf(writtenSource(written));
  const tensors = declareParameters(cascade).map((declaration) => {
    const { name, shape } = declaration;
    return [name, { dtype: 'F32' as const, shape: [...shape], data: startingValue(declaration, 0) }] as const;
  });
  const metadata = { format: 'hpdm', weights: 'average', step: '0', licence: '', cascade: JSON.stringify(cascade) };
  await replaceFile(file, formatSafetensors(Object.fromEntries(tensors), metadata, file));
}

/**
 * Sample with `hpdm sample FLAGS`, after planning the same.
 *
 * @param folder for what is written
 * fails Error with what the command says where it does not end well
 */
export async function sampledMemory(folder: string, flags: readonly string[]): Promise<SampledMemory> {
  const args = [HPDM, 'sample', '--out', join(folder, 'video.mp4'), '--scale', '1', ...flags];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...args, '--dry-run', '--json'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const { plan } = JSON.parse(stdout) as { plan: Plan };
  const choices = plan.nodes.flatMap(({ name, choice }) => (choice === undefined ? [] : [`${name}: ${choice}`]));
  const peak = await peakOf([...args, '-q']);
  return { tensors: plan.bytes, planned: plan.bytes + plan.processBytes, peak, choices };
}

/** The largest resident memory of a program, in bytes; `cwd` is the folder that it runs in. */
export function peakOf(args: readonly string[], cwd?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd });
    let [peak, said] = [0, ''];
    const look = setInterval(() => (peak = Math.max(peak, residentPeak(child.pid))), LOOK_MS);
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(look);
      if (status === 0) resolve(peak);
      else reject(new Error(said));
    });
  });
}

/** The largest resident memory of a process up to now, in bytes; 0 after its end. */
function residentPeak(pid: number | undefined): number {
  try {
    const [, kibibytes = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return 1024 * Number(kibibytes);
  } catch {
    return 0;
  }
}
