import type { CascadeDocument } from './cascade-document.js';
import { resolveCascade } from './cascade.js';
import type { CascadeReport } from './cascade-report.js';
import { checkLevels } from './check-levels.js';
import { checkNetwork } from './check-network.js';
import { checkRanges } from './check-ranges.js';
import { DEFAULTS } from './defaults.js';
import { linkTo } from './size-rules.js';
import { valueAt } from './value-at.js';
import type { Fault } from '../fault/fault.js';
import { show } from '../contract/parameter.js';
import type { Source } from '../document/source.js';
import { formatTrail } from '../document/decode.js';

/**
 * Find values that cannot work in a cascade whose form is correct.
 *
 * @param source the file, for the places of its values
 * @returns a fault E_CASCADE for each
 */
export function checkCascade(document: CascadeDocument, source: Source): Fault[] {
  const faults: Fault[] = [];
  const report: CascadeReport = (trail, expected, advice, { got = show(valueAt(document, trail)), rule } = {}) => {
    faults.push({
      code: 'E_CASCADE',
      place: source.place(trail),
      path: formatTrail(trail),
      expected,
      got,
      try: advice,
      ...(rule === undefined ? {} : { see: linkTo(rule) }),
    });
  };
  if (document.levels.length === 0) {
    report(['levels'], 'at least one level', `levels: [{ size: ${show(document.patch)} }]`);
  }
  if (!checkRanges(document, report) || document.levels.length === 0) return faults;
  checkLevels(document, resolveCascade(document), report);
  checkNetwork(document, report);
  checkNoise(document, report);
  checkCondition(document, report);
  return faults;
}

function checkNoise({ noise = {}, levels }: CascadeDocument, report: CascadeReport): void {
  const { min, max } = { ...DEFAULTS.noise, ...noise };
  levels.forEach(({ sigmaMax = max }, level) => {
    if (sigmaMax > min || sigmaMax <= 0 || min >= max) return;
    report(['levels', level, 'sigmaMax'], `more than noise.min, ${min}`, `sigmaMax: ${max}`);
  });
  if (min < max || min <= 0 || max <= 0) return;
  const key = noise.min === undefined ? 'max' : 'min';
  const fitting = key === 'max' ? DEFAULTS.noise.max : Math.min(DEFAULTS.noise.min, max / 2);
  const expected = 'min < max: sampling goes from σ max down to σ min';
  report(['noise', key], expected, `${key}: ${fitting}`, { got: `min ${min}, max ${max}` });
}

function checkCondition({ condition }: CascadeDocument, report: CascadeReport): void {
  if (condition === undefined) return;
  const { classes, text } = condition;
  if (classes !== undefined && text !== undefined) {
    report(['condition', 'text'], 'classes or text, not both', 'remove one of them', { got: 'both' });
  }
  if (classes === undefined && text === undefined) {
    const advice = 'condition: { classes: 10 }, or { text: { width: 512, tokens: 32 } }';
    report(['condition'], 'a kind of condition: classes or text', advice, { got: 'neither' });
  }
}
