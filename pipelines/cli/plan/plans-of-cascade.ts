import { readCascade, type Cascade, type Cost } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { totals, type Plan, type PlannedNode } from './plan.js';

/** The plans of a cascade alone: sampling one video, and one training step on one video. */
export function plansOfCascade(file: string): Plan[] {
  const cascade = readCascade(file);
  const training = costOf('train.step', cascade, { steps: 1 });
  const solving = cascade.levels.map(({ size, sampler }, level): PlannedNode => {
    const cost = costOf('denoise.solve', cascade, { level });
    return { name: `level ${level}`, operator: 'denoise.solve', size, sampler, ...cost };
  });
  const sampling = [{ name: 'network', operator: 'denoise.load', ...costOf('denoise.load', cascade, {}) }, ...solving];
  const step = [{ name: 'step', operator: 'train.step', ...training }];
  return [
    { title: 'Sampling one video', file, nodes: sampling, ...totals(sampling) },
    { title: 'Training, one step on one video', file, nodes: step, ...totals(step) },
  ];
}

/** The cost of an operator for one video of a cascade. */
const costOf = (id: string, cascade: Cascade, settings: Readonly<Record<string, unknown>>): Cost =>
  operators[id]?.cost?.({ cascade, ...settings }, { B: 1 }) ?? {};
