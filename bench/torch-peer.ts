import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { itemAt, levelOf, type Cascade } from '../dsl/index.js';
import { preconditioning } from '../operators/diffusion/preconditioning.js';
import { writeSafetensors, type StoredTensor } from '../operators/disk/safetensors.js';
import { levelsOfBlock } from '../operators/network/fuses-at.js';
import { tokenCount } from '../operators/network/token-grid.js';
import { tf } from '../operators/tensor/tf.js';
import { tilingOf } from '../operators/tiles/tiling.js';
import { STEP, type SampledLevel } from './sampled-level.js';
import { stored, type TrainedBatch } from './trained-batch.js';
import { startingWeights } from './untrained.js';

/** How far two results in float32 may be apart. */
const MOST = 1e-3;

const PROGRAM = fileURLToPath(new URL('torch/peer.py', import.meta.url));

/** PyTorch in a process of its own, which takes the same step with the same numbers (`torch/peer.py`). */
export class TorchPeer {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;

  /** @param python a Python that has PyTorch */
  constructor(python: string) {
    this.#process = spawn(python, ['-B', PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#reader = createInterface({ input: this.#process.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** Give it a level, with weights and context; the difference is the largest one of its canvas after the step to ours. */
  take(level: SampledLevel): Promise<Told> {
    return this.#give(describe(level), () => numbersOf(level));
  }

  /** Give it a batch to train on; the difference is that of the loss or of the norm of its gradient, as a share. */
  async train(batch: TrainedBatch): Promise<Told> {
    return this.#give({ ...shapeOf(batch.cascade), ...(await batch.lossAndNorm()) }, () => batch.numbers());
  }

  async #give(described: object, numbers: () => Promise<Record<string, StoredTensor>>): Promise<Told> {
    const folder = mkdtempSync(join(tmpdir(), 'hpdm-bench-'));
    try {
      const file = join(folder, 'numbers.safetensors');
      await writeSafetensors(file, await numbers());
      const told = (await this.#ask(JSON.stringify({ ...described, file, threads: availableParallelism() }))) as Told;
      if (told.difference < MOST) return told;
      throw new Error(`PyTorch computes something else: its result differs from ours by ${told.difference}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Take a step; its seconds, and GFLOP/s of 1024³ products beside it. */
  async step(): Promise<{ readonly seconds: number; readonly rate: number }> {
    return (await this.#ask('run')) as { seconds: number; rate: number };
  }

  close(): void {
    this.#reader.close();
    this.#process.stdin.end();
  }

  async #ask(line: string): Promise<unknown> {
    this.#process.stdin.write(`${line}\n`);
    const next = (await this.#lines.next()) as IteratorResult<string, undefined>;
    if (next.done === true) throw new Error('PyTorch ended; what it said is above');
    return JSON.parse(next.value);
  }
}

/** What it says of itself, and how far its result is from ours. */
interface Told {
  readonly version: string;
  readonly difference: number;
}

/** The shape of a network and its levels. */
function shapeOf({ patch, network, levels, condition }: Cascade): object {
  const { token, heads, layers, levelsPerBlock, block } = network;
  const { fusion, coordinates, detachContext, residual, uncertainty, selfCondition } = network;
  const isOther = fusion !== 'deep' || !coordinates || detachContext || residual || uncertainty || selfCondition;
  if (block !== 'rin' || condition.kind === 'text' || isOther)
    throw new RangeError('PyTorch has the network of mnist and ucf101-s here, and no other');
  return { patch, token, heads, layers, levelsPerBlock, levels: levels.length };
}

/** The shape of the level's network and tiles. */
function describe({ cascade, level, batch }: SampledLevel): object {
  const { noise, network } = cascade;
  const blocks = Array.from({ length: network.blocks }, (_, block) => block);
  const { inputScale, window } = levelOf(cascade, level);
  const { from, to } = STEP;
  return {
    ...shapeOf(cascade),
    ...{ level, batch, window, from, to },
    starts: tilingOf(cascade, level),
    blocks: blocks.filter((block) => level < levelsOfBlock(cascade, block)),
    sigmaData: noise.sigmaData,
    cNoise: preconditioning(from, noise.sigmaData, inputScale).cNoise,
  };
}

/** The weights, the projected context per block, [tiles, n, d], the canvas, and what our step makes of it. */
async function numbersOf(level: SampledLevel): Promise<Record<string, StoredTensor>> {
  const all: Record<string, StoredTensor> = {};
  const keep = async (name: string, tensor: tf.Tensor): Promise<void> => {
    all[name] = await stored(tensor);
  };
  const weights = startingWeights(level.cascade);
  for (const [name, weight] of Object.entries(weights)) await keep(name, weight);
  tf.dispose(weights);
  const { kept } = level.context;
  for (const [block, first] of (kept[0]?.blocks ?? []).entries()) {
    if (first === undefined) continue;
    const rows = tf.concat(kept.map(({ blocks }) => itemAt(blocks, block) as tf.Tensor2D));
    await keep(`context.${block}`, tf.reshape(rows, [level.tiles, tokenCount(level.cascade), -1]));
    rows.dispose();
  }
  const seen = kept.flatMap(({ pixels }) => pixels ?? []);
  if (seen.length > 0) {
    const rows = tf.concat(seen);
    await keep('seen', tf.reshape(rows, [level.tiles, tokenCount(level.cascade), -1]));
    rows.dispose();
  }
  const canvas = level.canvas();
  await keep('canvas', canvas);
  canvas.dispose();
  await level.step((moved) => keep('expected', moved));
  return all;
}
