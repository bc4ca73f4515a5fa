import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { commentOf, readRecord, recordOf, refuseChanged } from '../../../../pipelines/cli/sample/sampling-record.js';
import { smallCascade } from '../../../cascade.js';
import { scratch } from '../command-line.js';

const folder = scratch();
const checkpoint = join(folder, 'weights.safetensors');
const parts = { condition: 'none', fromFile: false, showLevels: false, separate: false } as const;
const cascade = smallCascade();
const recorded = async (weights: string) => {
  writeFileSync(checkpoint, weights);
  return recordOf(parts, { seed: 7, checkpoint }, cascade);
};

test('a record has the hashes of what it was made from, and reads as it was written', async () => {
  const record = await recorded('some weights');
  expect(record.hashes.checkpoint).toBe(createHash('sha256').update('some weights').digest('hex'));
  const path = join(folder, 'x.json');
  writeFileSync(path, JSON.stringify(record));
  expect(readRecord(path)).toEqual(record);
});

test('the hash of a cascade does not depend on the order of its keys', async () => {
  const { patch, ...rest } = cascade;
  const turned = await recordOf(parts, { checkpoint }, { ...rest, patch });
  expect(turned.hashes.cascade).toBe((await recorded('some weights')).hashes.cascade);
});

test('a video says its seed and hashes, and no place of a file', async () => {
  const comment = commentOf(await recorded('some weights'));
  expect(JSON.parse(comment)).toMatchObject({ seed: 7, hpdm: expect.any(String), hashes: expect.any(Object) });
  expect(comment).not.toContain(folder);
});

test('a file that is not there is said with its flag', async () => {
  await recorded('some weights');
  const missing = recordOf(parts, { seed: 7, checkpoint, in: 'none.mp4' }, cascade);
  await expect(missing).rejects.toThrow(/--from {2}E_FILE_MISSING[^]*nothing at none\.mp4[^]*try +check the path/);
});

test('other weights under the same name are refused, unless they are asked for', async () => {
  const [earlier, now] = [await recorded('some weights'), await recorded('other weights')];
  expect(() => refuseChanged(earlier, now, [])).toThrow(/E_LIKE[^]*weights\.safetensors as it was/);
  expect(() => refuseChanged(earlier, now, ['checkpoint'])).not.toThrow();
  expect(() => refuseChanged(earlier, earlier, [])).not.toThrow();
});

test.each([['{}'], ['null'], ['not JSON']])('%s is no record', (content) => {
  const path = join(folder, 'other.json');
  writeFileSync(path, content);
  expect(() => readRecord(path)).toThrow(/E_LIKE[^]*other\.json/);
});

test('a record that is not there is said so', () => {
  expect(() => readRecord(join(folder, 'none.json'))).toThrow(/E_LIKE[^]*none\.json/);
});
