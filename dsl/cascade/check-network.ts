import { counted } from '../fault/counted.js';
import type { CascadeDocument } from './cascade-document.js';
import { DEFAULTS } from './defaults.js';
import type { CascadeReport } from './cascade-report.js';

const AXES = [0, 1, 2] as const;
const NAMES = ['frames', 'height', 'width'] as const;

/** Check the network of a cascade: tokens, attention, levels per block, and keys that its kind of block does not use. */
export function checkNetwork({ patch, levels, network }: CascadeDocument, report: CascadeReport): void {
  const { token } = network;
  const fitting = AXES.map((axis) => nearestOf(divisors(patch[axis]), token[axis]));
  for (const axis of AXES.filter((candidate) => patch[candidate] % token[candidate] !== 0)) {
    const expected = `a divisor of the patch's ${NAMES[axis]}, ${patch[axis]}: one of ${divisors(patch[axis]).join(', ')}`;
    report(['network', 'token', axis], expected, `token: [${fitting.join(', ')}]`, { rule: 'whole-tokens' });
  }
  checkBlock(network, report);
  checkHeads(network, report);
  checkLevelsPerBlock(network, levels.length, report);
  checkReading(network, levels.length, report);
}

type NetworkDocument = CascadeDocument['network'];

/** Refuse keys about what finer levels read of coarser ones where they read nothing. */
function checkReading(network: NetworkDocument, count: number, report: CascadeReport): void {
  for (const key of ['detachContext', 'coordinates'] as const) {
    if (network.fusion !== 'none' || network[key] !== true) continue;
    report(['network', key], `no ${key}: with fusion none, no level reads another`, `fusion: deep, or remove ${key}`);
  }
  for (const key of ['pixels', 'residual'] as const) {
    if (count > 1 || network[key] !== true) continue;
    report(['network', key], `no ${key}: with one level, there is no coarser one to read`, `remove ${key}`);
  }
}

/** Refuse keys that belong to the other kind of block. */
function checkBlock(network: NetworkDocument, report: CascadeReport): void {
  if (network.block !== 'transformer') {
    if (network.latents !== undefined) return;
    const expected = 'latents, the number of latent vectors a rin block computes with';
    report(['network', 'latents'], expected, 'latents: 32, or block: transformer', { got: 'nothing' });
    return;
  }
  for (const key of ['latents', 'latentWidth', 'layers', 'selfCondition'] as const) {
    if (network[key] === undefined) continue;
    report(['network', key], `no ${key}: a transformer block has no latents`, `block: rin, or remove ${key}`);
  }
}

/** Check that the number of heads divides the width of every attention. */
function checkHeads(network: NetworkDocument, report: CascadeReport): void {
  const { heads, width, block = DEFAULTS.network.block, latentWidth = width } = network;
  const widths: readonly (readonly [number, string])[] =
    block === 'transformer'
      ? [[width, 'width of the tokens']]
      : [
          [Math.min(width, latentWidth), 'width of reading and writing, the smaller of width and latentWidth'],
          [latentWidth, 'width of the latents'],
        ];
  const wrong = widths.find(([size]) => size % heads !== 0);
  if (wrong === undefined) return;
  const [size, what] = wrong;
  const fitting = divisors(size).filter((d) => widths.every(([other]) => other % d === 0));
  const expected = `a number of heads that divides ${size}, the ${what}`;
  report(['network', 'heads'], expected, `heads: ${nearestOf(fitting, heads)}`, { rule: 'heads' });
}

/** Check adaptive computation: early blocks may work on the coarse levels only; the last block works on all levels. */
function checkLevelsPerBlock({ levelsPerBlock, blocks }: NetworkDocument, count: number, report: CascadeReport): void {
  if (levelsPerBlock === undefined) return;
  const trail = ['network', 'levelsPerBlock'];
  const rule = 'levels-per-block';
  const ramp = Array.from({ length: blocks }, (_, b) => Math.min(count, 1 + Math.floor((b * count) / blocks)));
  const advice = `levelsPerBlock: [${[...ramp.slice(0, -1), count].join(', ')}]`;
  if (levelsPerBlock.length !== blocks) {
    const got = `${levelsPerBlock.length}: [${levelsPerBlock.join(', ')}]`;
    report(
      trail,
      blocks === 1 ? 'one number: the network has 1 block' : `${blocks} numbers, one for each of the ${blocks} blocks`,
      advice,
      { got, rule },
    );
    return;
  }
  levelsPerBlock.forEach((levels, block) => {
    const before = levelsPerBlock[block - 1] ?? 1;
    if (levels < 1 || levels > count) {
      report(
        [...trail, block],
        `${count === 1 ? '1' : `1 to ${count}`}: the cascade has ${counted(count, 'level')}`,
        advice,
        { rule },
      );
    } else if (levels < before) {
      report([...trail, block], `${before} or more: a level goes through all blocks after its first one`, advice, {
        rule,
      });
    } else if (block === blocks - 1 && levels !== count) {
      report([...trail, block], `${count}: every level goes through the last block`, advice, { rule });
    }
  });
}

/** The value that is closest to a number; of two as close, the smaller. */
const nearestOf = (values: readonly number[], number: number): number =>
  values.reduce((best, value) => (Math.abs(value - number) < Math.abs(best - number) ? value : best), 1);

const divisors = (whole: number): number[] =>
  Array.from({ length: whole }, (_, i) => i + 1).filter((d) => whole % d === 0);
