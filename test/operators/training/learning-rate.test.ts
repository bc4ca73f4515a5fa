import { describe, expect, test } from '@jest/globals';
import { learningRate } from '../../../operators/training/learning-rate.js';
import { readReference } from '../../reference.js';

const { number, values } = await readReference('lr-schedule');
const base = number('hyper.base_lr');
const settings = {
  base,
  warmup: number('hyper.warmup_steps'),
  total: number('hyper.total_steps'),
  minimum: number('hyper.min_lr'),
};

describe('the learning rate', () => {
  test.each(['timm_prefix', 'pix2seq_cosine'])('is that of %s at every step', (name) => {
    const steps = [...values('step')];
    expect(steps).toHaveLength(100);
    steps.forEach((step, i) => {
      const error = Math.abs(learningRate(step, settings) - (values(name)[i] ?? NaN));
      expect(error).toBeLessThanOrEqual(2e-6 * base);
    });
  });

  test('starts at 0, reaches the base after the warm-up, and stays at the minimum after the end', () => {
    const low = { ...settings, minimum: base / 10 };
    expect(learningRate(0, low)).toBe(0);
    expect(learningRate(settings.warmup, low)).toBeCloseTo(base, 12);
    expect([settings.total, 10 * settings.total].map((step) => learningRate(step, low))).toEqual([
      base / 10,
      base / 10,
    ]);
  });

  test('without a warm-up starts at the base', () => {
    expect(learningRate(0, { ...settings, warmup: 0 })).toBeCloseTo(base, 12);
  });
});
