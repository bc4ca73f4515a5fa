import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { sampledBy, withLevelFlags, type LevelFlags } from '../../../../pipelines/cli/sample/level-flags.js';
import { readCascade } from '../../../../pipelines/api/read-cascade.js';

const cascade = readCascade('mnist');
const flags = (...words: string[]): LevelFlags =>
  withLevelFlags(new Command().exitOverride().configureOutput({ writeErr: () => undefined }))
    .parse(words, { from: 'user' })
    .opts();
const levels = (...words: string[]) => sampledBy(cascade, flags(...words)).levels;

describe('flags of levels', () => {
  test('change all levels, or each by its own value', () => {
    expect(levels('--steps', '9').map(({ steps }) => steps)).toEqual([9, 9, 9]);
    expect(levels('--steps', '32,12,6', '--sampler', 'heun,euler,dpmpp-2m').map((l) => [l.steps, l.sampler])).toEqual([
      [32, 'heun'],
      [12, 'euler'],
      [6, 'dpmpp-2m'],
    ]);
    expect(levels('--sigma-max', '80,20,10', '--window', 'hann', '--schedule', 'cosine')[2]).toMatchObject({
      ...{ sigmaMax: 10, window: 'hann', schedule: 'cosine' },
    });
    expect(levels('--shift', 'off,on,on').map(({ shift }) => shift)).toEqual([false, true, true]);
    expect(sampledBy(cascade, flags('--sigma-min', '0.01')).noise.min).toBe(0.01);
    expect(sampledBy(cascade, flags())).toBe(cascade);
  });

  test('a list may be of the levels that are sampled alone', () => {
    const until = (...words: string[]) => sampledBy(cascade, { ...flags(...words), untilLevel: 1 }).levels;
    const usual = cascade.levels.map(({ steps }) => steps);
    expect(until('--steps', '8,4').map(({ steps }) => steps)).toEqual([8, 4, usual[2]]);
    expect(until('--steps', '8,4,2').map(({ steps }) => steps)).toEqual([8, 4, 2]);
    expect(() => until('--steps', '8,4,2,1')).toThrow(/one for each of the 3 levels, or for each of the 2 that are/);
    expect(() => levels('--steps', '8,4')).toThrow(/one for each of the 3 levels\n/);
  });

  test('one overlap or start is for the finer levels; an overlap has an axis or all three', () => {
    expect(levels('--overlap', '0.25').map(({ overlap }) => overlap)).toEqual([
      [0, 0, 0],
      [0, 0.25, 0.25],
      [0, 0.25, 0.25],
    ]);
    expect(levels('--overlap', '0,0.5x0.25x0.125,0.375').map(({ overlap }) => overlap)).toEqual([
      [0, 0, 0],
      [0.5, 0.25, 0.125],
      [0, 0.375, 0.375],
    ]);
    expect(levels('--start-from', 'coarser').map(({ start }) => start)).toEqual(['noise', 'coarser', 'coarser']);
  });

  test('cycle spinning is of level 0 alone', () => {
    expect(levels('--cycle-spin', '1.5').map(({ cycleSpin }) => cycleSpin)).toEqual([1.5, 0, 0]);
  });

  test.each([
    [['--shift', 'on,off'], /E_SET[^]*try +--shift on/],
    [['--overlap', '0.5x0.25x0.25,0'], /E_SET[^]*try +--overlap 0.5x0.25x0.25/],
    [['--steps', '3,4'], /E_SET[^]*one for each of the 3 levels[^]*try +--steps 3/],
    [['--steps', '0'], /--steps, levels 0 to 2 {2}E_CASCADE/],
    [['--sampler', 'heun,hein,euler'], /--sampler, level 1[^]*heun/],
    [['--cycle-spin', '-1'], /--cycle-spin, level 0[^]*0 or more/],
    [['--overlap', '1'], /--overlap, levels 1 and 2 {2}E_CASCADE[^]*less than 1/],
    [['--sigma-min', '90'], /E_CASCADE/],
  ])('%j is refused', (words, message) => {
    expect(() => levels(...words)).toThrow(message);
  });

  test.each([
    ['--steps', 'many'],
    ['--overlap', '0.5x0.5'],
    ['--window', ''],
    ['--shift', 'yes'],
  ])('%s %s is no value', (...words) => {
    expect(() => flags(...words)).toThrow(/expected/);
  });
});
