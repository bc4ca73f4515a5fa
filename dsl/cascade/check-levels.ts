import { counted } from '../fault/counted.js';
import type { CascadeDocument } from './cascade-document.js';
import { axisStarts } from './axis-starts.js';
import { resolveCascade, type Cascade, type Level, type Size } from './cascade.js';
import { itemAt } from '../fault/item-at.js';
import type { CascadeReport } from './cascade-report.js';
import { contextStarts } from './context-starts.js';
import { parentTile } from './parent-tile.js';
import { readsCoarser } from './reads-coarser.js';
import { SAMPLERS, type SamplerFacts } from './samplers.js';

const AXES = [0, 1, 2] as const;
const NAMES = ['frames', 'height', 'width'] as const;

/** Check the levels of a cascade: their sizes, tiles and sampling settings. */
export function checkLevels(document: CascadeDocument, cascade: Cascade, report: CascadeReport): void {
  const trained = resolveCascade({ ...document, frames: itemAt(document.levels, document.levels.length - 1).size[0] });
  const fitting = document.levels.filter((_, level) => checkSize(trained, level, report));
  const isWhole = checkFrames(document, report);
  document.levels.forEach((_, level) => {
    checkOverlap(document, cascade, level, report);
    checkSampling(document, cascade, level, report);
  });
  if (fitting.length === document.levels.length && readsCoarser(cascade)) {
    for (let level = 1; level < cascade.levels.length; level++) checkHeld(isWhole ? cascade : trained, level, report);
  }
}

/** Check that videos longer than those of training have whole frames on every level; whether they do. */
function checkFrames({ frames, levels }: CascadeDocument, report: CascadeReport): boolean {
  const last = itemAt(levels, levels.length - 1).size[0];
  if (frames === undefined) return true;
  const uneven = levels.find(({ size }) => (size[0] * frames) % last !== 0);
  if (uneven === undefined && frames >= last) return true;
  const step = last / itemAt(levels, 0).size[0];
  const better = Math.max(last, Math.ceil(frames / step) * step);
  const expected = `a multiple of ${step}, the frames that become one frame of level 0, and at least ${last}`;
  report(['frames'], expected, `frames: ${better}`, { rule: 'longer-than-trained' });
  return false;
}

/** Check that the first level is one patch and that no level is smaller than the previous one. */
function checkSize({ levels, patch }: Cascade, level: number, report: CascadeReport): boolean {
  const { size } = levels[level] as Level;
  const trail = ['levels', level, 'size'];
  if (level === 0) {
    if (size.join() === patch.join()) return checkFactors(levels, patch, report);
    const expected = `the size of the patch, ${text(patch)}: the first level is one patch`;
    report(trail, expected, `size: ${list(patch)}`, { rule: 'first-level' });
    return false;
  }
  const before = itemAt(levels, level - 1).size;
  const last = itemAt(levels, levels.length - 1).size;
  const small = AXES.filter((axis) => size[axis] < before[axis]);
  if (small.length > 0) {
    const expected = `no axis smaller than level ${level - 1}, ${text(before)}: levels go from coarse to fine`;
    const better = AXES.map((axis) => {
      const larger = Math.max(size[axis], before[axis]);
      const isFree = level === levels.length - 1 || last[axis] < before[axis];
      return isFree ? larger : divisorNear(larger, last[axis], before[axis]);
    });
    report(trail, expected, `size: ${list(better)}`, { rule: 'coarse-to-fine' });
    return false;
  }
  const uneven = AXES.filter((axis) => last[axis] % size[axis] !== 0);
  if (uneven.length === 0) return true;
  const why = uneven.map((axis) => `${NAMES[axis]} ${last[axis]} is not a multiple of ${size[axis]}`);
  const better = AXES.map((axis) => divisorNear(size[axis], last[axis], before[axis]));
  const expected = `a size that divides the last level, ${text(last)}, along every axis`;
  const got = `${list(size)}: ${why.join(', ')}`;
  report(trail, expected, `size: ${list(better)}`, { got, rule: 'whole-factors' });
  return false;
}

/** Check that the last level is as large as a whole number of patches along every axis. */
function checkFactors(levels: Cascade['levels'], patch: Size, report: CascadeReport): boolean {
  const { size } = itemAt(levels, levels.length - 1);
  const uneven = AXES.filter((axis) => size[axis] > patch[axis] && size[axis] % patch[axis] !== 0);
  if (uneven.length === 0) return true;
  const why = uneven.map((axis) => `${NAMES[axis]} ${size[axis]} is not a multiple of ${patch[axis]}`);
  const better = AXES.map((axis) => Math.ceil(size[axis] / patch[axis]) * patch[axis]);
  report(
    ['levels', levels.length - 1, 'size'],
    `a multiple of the patch, ${text(patch)}, which is level 0, along every axis`,
    `size: ${list(better)}`,
    { got: `${list(size)}: ${why.join(', ')}`, rule: 'whole-factors' },
  );
  return false;
}

/** Check the overlap: with a negative overlap, pixels between tiles are never sampled; with an overlap of 1, all tiles are at the same place. */
function checkOverlap(
  document: CascadeDocument,
  { levels, patch }: Cascade,
  level: number,
  report: CascadeReport,
): void {
  const { overlap, size } = levels[level] as Level;
  if (document.levels[level]?.overlap === undefined) return;
  const isTooLarge = (axis: 0 | 1 | 2): boolean =>
    overlap[axis] >= 1 || (size[axis] > patch[axis] && Math.round(patch[axis] * (1 - overlap[axis])) < 1);
  const better = AXES.map((axis) => (isTooLarge(axis) ? (patch[axis] > 1 ? 0.5 : 0) : Math.max(0, overlap[axis])));
  const advice = `overlap: ${list(better)}`;
  for (const axis of AXES.filter(isTooLarge)) {
    const expected = 'less than 1, so that neighbouring tiles are at least 1 pixel apart';
    report(['levels', level, 'overlap', axis], expected, advice, { rule: 'overlap' });
  }
  const below = AXES.filter((axis) => overlap[axis] < 0);
  for (const axis of below) {
    const alike = below.filter((other) => overlap[other] === overlap[axis] && patch[other] === patch[axis]);
    if (alike[0] !== axis) continue; // is said with the first of them
    const gap = counted(Math.round(-overlap[axis] * patch[axis]), 'pixel');
    const along = alike.map((one) => NAMES[one]).join(' and ');
    const got = `${overlap[axis]}: ${gap} between neighbouring tiles would never be sampled (${along})`;
    report(['levels', level, 'overlap', axis], '0 or more', advice, { got, rule: 'overlap' });
  }
}

/** Check what is done with the estimates of a level, what it starts from and where its tiles lie. */
function checkEstimates(
  { start, threshold, detail, cycleSpin, shift }: Level,
  network: Cascade['network'],
  level: number,
  report: CascadeReport,
): void {
  const at = (key: string) => ['levels', level, key];
  if (threshold > 1) report(at('threshold'), 'at most 1, a share of the values', 'threshold: 0.995');
  if (detail !== 1 && (level === 0 || !network.residual)) {
    const why = level === 0 ? 'there is no level before the first' : 'without residual, a level adds to none';
    report(at('detail'), `1: ${why}`, 'detail: 1');
  }
  if (level > 0 && cycleSpin !== 0) {
    const expected = '0: only level 0 has it; the tiles of finer levels overlap, which does the same for them';
    report(at('cycleSpin'), expected, 'cycleSpin: 0');
  }
  if (level === 0 && start === 'coarser') {
    report(at('start'), 'noise: there is no level before the first', 'start: noise');
  }
  if (shift && network.selfCondition) {
    const expected =
      'false: with selfCondition, a tile sees its own latents of the step before, which lie elsewhere then';
    report(at('shift'), expected, 'shift: false');
  }
}

/** Check the settings of a level's sampler, and refuse those that the sampler does not use. */
function checkSampling(
  document: CascadeDocument,
  { levels, network }: Cascade,
  level: number,
  report: CascadeReport,
): void {
  const written = document.levels[level];
  const { sampler, churn, churnMin, churnMax } = levels[level] as Level;
  const at = (key: string) => ['levels', level, key];
  checkEstimates(levels[level] as Level, network, level, report);
  if (churnMin > churnMax) report(at('churnMin'), `at most churnMax, ${churnMax}`, `churnMin: 0`);
  if (written?.eta !== undefined && !SAMPLERS[sampler].eta) {
    report(
      at('eta'),
      `no eta: sampler ${sampler} does not add noise`,
      `sampler: ${samplersWith('eta')}, or remove eta`,
    );
  }
  if (churn > 0 && !SAMPLERS[sampler].churn) {
    report(
      at('churn'),
      `no churn: sampler ${sampler} does not use it`,
      `sampler: ${samplersWith('churn')}, or churn: 0`,
    );
  }
  for (const key of ['churnMin', 'churnMax', 'churnNoise'] as const) {
    if (written?.[key] === undefined || churn > 0 || churn < 0) continue;
    report(at(key), `no ${key}: it has no effect without churn`, `churn: 40, or remove ${key}`);
  }
}

/** The samplers that use churn, or eta. */
const samplersWith = (key: 'churn' | 'eta'): string =>
  Object.entries<SamplerFacts>(SAMPLERS)
    .flatMap(([name, facts]) => (facts[key] ? [name] : []))
    .join(' or ');

/**
 * Check that every tile of a level lies completely inside a tile of the previous level, whose context it reads: the tiles with which the
 * level is sampled, and those that finer levels read.
 */
function checkHeld(cascade: Cascade, level: number, report: CascadeReport): void {
  const { levels, patch } = cascade;
  const { size, overlap, factor, shift } = levels[level] as Level;
  const parents = `inside one tile of level ${level - 1}; those tiles overlap by half`;
  const refuse = (axis: 0 | 1 | 2, lost: number, expected: string, same: string): void => {
    const [first, last] = [lost * factor[axis], (lost + patch[axis]) * factor[axis] - 1];
    report(
      ['levels', level, 'size'],
      expected,
      `at least twice the ${NAMES[axis]} of level ${level - 1}; the same ${NAMES[axis]}${same}; or fusion: none`,
      {
        got: `${list(size)}: the tile from ${first} to ${last} (${NAMES[axis]}) is in none`,
        rule: 'tiles-inside-tiles',
      },
    );
  };
  for (const axis of AXES) {
    const isLost = (start: number): boolean => parentTile(cascade, level, axis, start) === undefined;
    const sampled = axisStarts(size[axis], patch[axis], overlap[axis]).find(isLost);
    if (sampled !== undefined) {
      return refuse(axis, sampled, `each of its tiles ${parents}`, ', with overlap 0 or 0.5 along it');
    }
    const moved = shift && axis > 0 ? startsWithin(size[axis] - patch[axis]).find(isLost) : undefined;
    if (moved !== undefined) return refuseShift(level, axis, report);
    const read = level + 1 < levels.length ? contextStarts(cascade, level, axis).find(isLost) : undefined;
    if (read !== undefined) return refuse(axis, read, `each tile that level ${level + 1} reads of it ${parents}`, '');
  }
}

function refuseShift(level: number, axis: 0 | 1 | 2, report: CascadeReport): void {
  const expected =
    `false: moved along its ${NAMES[axis]}, tiles of level ${level} would be inside none of level ${level - 1}, which needs ` +
    'to be at most half as large';
  report(['levels', level, 'shift'], expected, 'shift: false', { rule: 'tiles-inside-tiles' });
}

/** All places at which a tile can start. */
const startsWithin = (last: number): number[] => Array.from({ length: last + 1 }, (_, start) => start);

/** The divisor of `whole` that is closest to `value` and at least `least`. */
function divisorNear(value: number, whole: number, least: number): number {
  const divisors = Array.from({ length: whole }, (_, i) => i + 1).filter((d) => whole % d === 0 && d >= least);
  return divisors.reduce((best, d) => (Math.abs(d - value) <= Math.abs(best - value) ? d : best), 1);
}

const text = (size: Size): string => size.join('×');
const list = (size: readonly number[]): string => `[${size.join(', ')}]`;
