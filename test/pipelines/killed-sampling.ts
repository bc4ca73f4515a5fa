import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { entries, spawned, spawnedUntil, TINY } from './cli/command-line.js';

/** How a job ends before its time. */
export interface Kill {
  readonly level: number;
  /** Number of the step of the level in this run, over all its slabs, and seconds after it. */
  readonly step: number;
  readonly seconds: number;
  readonly signal: 'SIGKILL' | 'SIGINT';
}

/** Steps of each level, in every slab of it. */
export const STEPS = [12, 6, 10] as const;

/** Levels of 1, 4 and 8 slabs where nothing overlaps along time; of 1, 7 and 15 where tiles do by half. */
const cascadeWith = (overlap: number): string =>
  TINY.replace('[4, 16, 16]', '[2, 16, 16]')
    .replace('token: [2, 8, 8]', 'token: [1, 8, 8]')
    .replace('levelsPerBlock: [1, 2]', 'levelsPerBlock: [1, 3]')
    .replace(/levels:\n[^]*network:/, () => {
      const levels = [
        `{ size: [2, 16, 16], steps: ${STEPS[0]} }`,
        `{ size: [8, 32, 32], steps: ${STEPS[1]}, sampler: heun, churn: 2, overlap: [${overlap}, 0.5, 0] }`,
        `{ size: [16, 64, 64], steps: ${STEPS[2]}, sampler: ancestral, overlap: [${overlap}, 0, 0] }`,
      ];
      return `levels:\n${levels.map((level) => `  - ${level}\n`).join('')}network:`;
    });

/** A job that samples in a folder, in a process of its own. */
export class Job {
  readonly #folder: string;
  readonly #flags: readonly string[];

  /**
   * @param folder a scratch folder; what all jobs of an overlap share is made once
   * @param overlap of tiles along time
   * @param flags of `hpdm sample` besides those that all jobs have
   */
  constructor(folder: string, overlap: number, flags: readonly string[]) {
    const own = (this.#folder = join(folder, `overlap-${overlap}`));
    if (!existsSync(own)) {
      mkdirSync(own);
      writeFileSync(join(own, 'cascade.yaml'), cascadeWith(overlap));
      const train = 'train --cascade cascade.yaml --batch 1 --steps 2 --out model --set preview=0 -q';
      expect(spawned(own, train.split(' '))).toMatchObject({ status: 0 });
    }
    this.#flags = ['--checkpoint', 'model', '--count', '2', '--batch', '1', '--seed', '5', '--scale', '1', ...flags];
  }

  /** The bytes of all files of a job that is let alone. */
  whole(out: string): Record<string, Buffer> {
    mkdirSync(join(this.#folder, out));
    expect(spawned(this.#folder, sampleTo(out, ...this.#flags))).toMatchObject({ status: 0 });
    return this.#files(out);
  }

  /** The bytes of all files of a job that is killed again and again, and goes on after each time. */
  async killed(out: string, kills: readonly Kill[]): Promise<Record<string, Buffer>> {
    mkdirSync(join(this.#folder, out));
    let flags = this.#flags;
    for (const { level, step, seconds, signal } of kills) {
      const steps = new RegExp(`"node":"level.${level}.solve","done":${step},`);
      const args = sampleTo(out, ...flags, '--events', '-');
      const { status } = await spawnedUntil(this.#folder, args, steps, (child) => {
        setTimeout(() => child.kill(signal), 1000 * seconds);
      });
      expect([null, 130]).toContain(status);
      expect(entries(join(this.#folder, out))).not.toContain('video.mp4');
      flags = ['--resume'];
    }
    expect(spawned(this.#folder, sampleTo(out, ...flags))).toMatchObject({ status: 0 });
    return this.#files(out);
  }

  #files(out: string): Record<string, Buffer> {
    const folder = join(this.#folder, out);
    return Object.fromEntries(entries(folder).map((name) => [name, readFileSync(join(folder, name))]));
  }
}

const sampleTo = (out: string, ...flags: readonly string[]): string[] => [
  ...['sample', '--out', join(out, 'video.mp4'), '-q'],
  ...flags,
];
