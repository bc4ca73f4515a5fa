import type { CascadeDocument } from './cascade-document.js';
import { resolveCascade } from './cascade.js';
import type { CascadeReport } from './cascade-report.js';
import { checkLevels } from './check-levels.js';
import { checkNetwork } from './check-network.js';
import type { Fault } from '../fault/fault.js';
import { show } from '../contract/parameter.js';
import type { Source, Trail } from '../document/source.js';
import { formatTrail } from '../document/decode.js';
import { itemAt } from '../fault/item-at.js';

/**
 * Find values that cannot work in a cascade whose form is correct.
 *
 * @param source the file, for the places of its values
 * @returns a fault E_CASCADE for each
 */
export function checkCascade(document: CascadeDocument, source: Source): Fault[] {
  const faults: Fault[] = [];
  const report: CascadeReport = (trail, expected, advice, got = show(valueAt(document, trail))) => {
    faults.push({
      code: 'E_CASCADE',
      place: source.place(trail),
      path: formatTrail(trail),
      expected,
      got,
      try: advice,
    });
  };
  checkPositive(document, report);
  // the further checks divide by these
  if (faults.length > 0) return faults;
  checkLevels(document, resolveCascade(document), report);
  checkNetwork(document, report);
  checkNoise(document, report);
  checkCondition(document, report);
  return faults;
}

const valueAt = (value: unknown, trail: Trail): unknown =>
  trail.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value);

/** Check the whole numbers that count something. */
function checkPositive(document: CascadeDocument, report: CascadeReport): void {
  const { patch, levels, network } = document;
  if (levels.length === 0) report(['levels'], 'at least one level', `levels: [{ size: ${show(patch)} }]`);
  const axes = (trail: Trail): Trail[] => [0, 1, 2].map((axis) => [...trail, axis]);
  const keys = ['width', 'heads', 'blocks', 'latents', 'latentWidth', 'layers', 'tokenMlpRatio'] as const;
  const trails: Trail[] = [
    ...axes(['patch']),
    ...levels.flatMap((_, level) => [...axes(['levels', level, 'size']), ['levels', level, 'steps']]),
    ...axes(['network', 'token']),
    ...keys.filter((key) => network[key] !== undefined).map((key) => ['network', key]),
    ['channels'],
    ['condition', 'classes'],
    ['condition', 'text', 'width'],
    ['condition', 'text', 'tokens'],
  ];
  for (const trail of trails) {
    const value = valueAt(document, trail);
    if (value !== undefined && (value as number) < 1) {
      const key = itemAt(trail, trail.length - 1);
      report(trail, 'a whole number ≥ 1', typeof key === 'number' ? '1 or more' : `${key}: 1, or more`);
    }
  }
}

function checkNoise({ noise = {} }: CascadeDocument, report: CascadeReport): void {
  const { min = 0.002, max = 80 } = noise;
  for (const key of ['sigmaData', 'std', 'min', 'max', 'rho'] as const) {
    const value = noise[key];
    if (value !== undefined && value <= 0) report(['noise', key], 'a number > 0', DEFAULT_NOISE[key]);
  }
  if (min >= max) {
    const expected = 'min < max: sampling goes from σ max down to σ min';
    report(
      ['noise', noise.min === undefined ? 'max' : 'min'],
      expected,
      'min: 0.002, max: 80',
      `min ${min}, max ${max}`,
    );
  }
}

const DEFAULT_NOISE = {
  sigmaData: 'sigmaData: 0.5',
  std: 'std: 1.2',
  min: 'min: 0.002',
  max: 'max: 80',
  rho: 'rho: 7',
};

function checkCondition({ condition }: CascadeDocument, report: CascadeReport): void {
  if (condition === undefined) return;
  const { classes, text } = condition;
  if (classes !== undefined && text !== undefined) {
    report(['condition', 'text'], 'classes or text, not both', 'remove one of them', 'both');
  }
  if (classes === undefined && text === undefined) {
    const advice = 'classes: 10, text: { width: 512, tokens: 32 }, or no condition at all';
    report(['condition'], 'a kind of condition: classes or text', advice, 'neither');
  }
}
