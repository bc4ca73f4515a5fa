import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtIn } from '../pipelines/built-in.js';
import type { Bench } from './bench.js';
import { cascadeFile } from './cascade-file.js';
import { sampledMemory, writeUntrained } from './sampled-memory.js';

/** Cascades by name: ready ones, those of their shape at sizes that are sampled in minutes, and one whose tiles overlap along time. */
export const CASCADES: Readonly<Record<string, object>> = {
  mnist: { extends: cascadeFile('mnist') },
  medium: medium([0, 0.5, 0.5]),
  overlapped: medium([0.5, 0.25, 0.25]),
  // canvases, tiles and tokens of their own number and size; the network is as narrow and shallow as it goes
  't2v-1k': {
    extends: builtIn('cascades/t2v-1k.yaml'),
    levels: { 0: { steps: 1, sampler: 'euler' }, 1: { steps: 1 }, 2: { steps: 1 }, 3: { steps: 1 } },
    network: { width: 64, latents: 64, latentWidth: 64, heads: 1, layers: 1, tokenMlpRatio: 1 },
  },
};

function medium(overlap: readonly number[]): object {
  return {
    cascade: 1,
    patch: [8, 32, 32],
    channels: 3,
    levels: [
      { size: [8, 32, 32], steps: 1, sampler: 'euler' },
      { size: [8, 64, 64], steps: 1, overlap: [0, overlap[1], overlap[2]] },
      { size: [16, 128, 128], steps: 1, overlap },
    ],
    network: {
      ...{ block: 'rin', token: [1, 4, 4], width: 256, latents: 64, latentWidth: 128 },
      ...{ heads: 4, blocks: 4, layers: 1, levelsPerBlock: [1, 2, 3, 3] },
    },
  };
}

/** What is sampled of which cascade. */
export const CASES: readonly (readonly [cascade: string, flags: string])[] = [
  ['medium', '--count 1 --memory 4GiB'],
  ['medium', '--count 1 --memory 800MiB'],
  ['medium', '--count 1 --memory 640MiB'],
  ['medium', '--count 1 --memory 4GiB --precision bf16'],
  ['medium', '--count 2 --batch 2 --memory 4GiB'],
  ['overlapped', '--count 1 --memory 4GiB'],
  ['overlapped', '--count 1 --memory 800MiB'],
  ['mnist', '--count 1 --steps 1 --memory 4GiB'],
  ['mnist', '--count 9 --steps 1 --memory 4GiB'],
  ['t2v-1k', '--count 1 --memory 8GiB'],
];

/** Is what a plan says what a sampling takes? Each is `hpdm sample` in a process of its own. */
const memory: Bench = {
  name: 'memory',
  summary: 'peak memory of samplings beside their plans; args: PART of a cascade and its flags',
  smoke: ['mnist --count 1'],
  run: async ([part = '']) => {
    const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
    try {
      for (const [name, flags] of CASES.filter((one) => one.join(' ').includes(part))) {
        const file = join(folder, `${name}.safetensors`);
        await writeUntrained(file, CASCADES[name] ?? {});
        const { tensors, planned, peak, choices } = await sampledMemory(folder, [
          ...['--checkpoint', file],
          ...flags.split(' '),
        ]);
        const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
        const off = (100 * (peak - planned)) / planned;
        console.log(
          `${name} ${flags}: peak ${mib(peak)} MiB, planned ${mib(planned)} (${mib(tensors)} of tensors): ${off.toFixed(1)} %`,
        );
        console.log(choices.map((choice) => `  ${choice}`).join('\n'));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
export default memory;
