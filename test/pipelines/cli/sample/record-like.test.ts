import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { recordLike } from '../../../../pipelines/cli/sample/record-like.js';
import { samplingOf } from '../../../../pipelines/cli/sample/sampling.js';
import type { SamplingRecord } from '../../../../pipelines/cli/sample/sampling-record.js';
import { scratch } from '../command-line.js';

const folder = scratch();
let record: SamplingRecord;
beforeAll(async () => {
  const set = { fps: '4' };
  ({ record } = await samplingOf({ set, checkpoint: 'emoji', prompt: ['fox'], untilLevel: 0, out: 'fox.mp4' }));
});

/** A record with changes, in a file. */
function changed(more: object): string {
  const path = join(folder, 'fox.json');
  writeFileSync(path, JSON.stringify({ ...record, ...more }));
  return path;
}

test('a record that nobody changed is taken, also one of an earlier version without newer parameters', () => {
  expect(recordLike(changed({}))).toEqual(record);
  const { batch, ...parameters } = record.parameters;
  expect(batch).toBe(64);
  expect(recordLike(changed({ hpdm: '0.1.0', parameters }))).toMatchObject({ parameters });
  expect(() => recordLike(changed({ parameters }))).toThrow(/parameters\.batch {2}E_LIKE/);
});

test.each<[string, (from: SamplingRecord) => object, RegExp]>([
  [
    'without its text',
    ({ parameters }) => ({ hpdm: '0.1.0', parameters: { ...parameters, prompts: undefined } }),
    /parameters\.prompts {2}E_LIKE[^]*got +none/,
  ],
  [
    'with another cascade',
    ({ cascade }) => ({ cascade: { ...cascade, about: 'another' } }),
    /cascade {2}E_LIKE[^]*whose SHA-256 is hashes\.cascade/,
  ],
  ['without hashes', () => ({ hashes: {} }), /hashes\.cascade {2}E_LIKE[^]*hashes\.checkpoint {2}E_LIKE/],
  ['of no condition', ({ parts }) => ({ parts: { ...parts, condition: 'x' } }), /parts\.condition {2}E_LIKE[^]*got +x/],
  ['of classes', ({ parts }) => ({ parts: { ...parts, condition: 'classes' } }), /none or text, as the cascade/],
  ['of no version', () => ({ hpdm: 9 }), /fox\.json {2}hpdm {2}E_LIKE/],
  [
    'with wrong parameters',
    ({ parameters }) => ({ parameters: { ...parameters, until: 9, seed: 'x', foo: 1 } }),
    /parameters\.foo[^]*parameters\.until {2}E_LIKE[^]*from 0 to 3[^]*parameters\.seed {2}E_LIKE[^]*a number/,
  ],
])('%s: refused, with the file and the key', (_, change, message) => {
  expect(() => recordLike(changed(change(record)))).toThrow(message);
});
