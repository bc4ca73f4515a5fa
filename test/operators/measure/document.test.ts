import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { clipsOf } from '../../../operators/clips/clips-of.js';
import { writeSafetensors } from '../../../operators/disk/safetensors.js';
import { measureDocument } from '../../../operators/measure/document.js';
import type { DocumentNode } from '../../../dsl/index.js';
import { smallCascade } from '../../cascade.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';
import { fileClip } from '../clips/media-files.js';
import { scratch } from '../video/clips.js';

const { folder, remove } = scratch();
afterAll(remove);
const document = join(folder, 'clips.yaml');
const weights = join(folder, 'x.safetensors');
const clip = join(folder, 'a.mp4');

type Given = Partial<Parameters<typeof measureDocument.run>[1]>;

/** A node of a document, which reads a checkpoint if it has one. */
const nodeOf = (op: string, settings: Readonly<Record<string, unknown>>, name = op): DocumentNode => {
  const reads: Record<string, string> = 'checkpoint' in settings ? { checkpoint: String(settings['checkpoint']) } : {};
  return { name, op, settings, parameters: {}, inputs: {}, body: [], reads };
};

/** Run the operator; what it gave the document, and the record. */
async function measured(
  given: Given = {},
  { seed = 0, isComplete = true, clips = [clip], keeps = 'measure.record' } = {},
) {
  const calls: [string, string, Readonly<Record<string, unknown>>][] = [];
  const runPart = (label: string, file: string, values: Readonly<Record<string, unknown>>) => {
    calls.push([label, file, values]);
    return Promise.resolve(isComplete);
  };
  const nodesOf = (file: string, values: Readonly<Record<string, unknown>>) =>
    Promise.resolve([nodeOf('test.video', values, file), nodeOf(keeps, {})]);
  const settings = settingsOf(measureDocument.with, { document, path: folder, cascade: smallCascade(), ...given });
  const inputs = { clips: clipsOf(clips.map((path) => fileClip(path))), after: undefined, trained: undefined };
  const items = await itemsOf(measureDocument.run(inputs, settings, testContext({ seed, runPart, nodesOf }), 0));
  return { calls, record: items[0]?.record };
}

writeFileSync(document, 'hpdm: 1');
writeFileSync(weights, 'weights');
writeFileSync(clip, 'clip');

test('the document gets the cascade, the checkpoint, the number of videos, its values and a folder', async () => {
  const { calls, record } = await measured({ checkpoint: weights, count: 7, values: ['take=whole', 'about=a=b'] });
  const given = { take: 'whole', about: 'a=b', checkpoint: weights, cascade: smallCascade(), count: 7 };
  expect(calls).toEqual([['node', document, { ...given, out: record?.folder }]]);
  expect(record).toMatchObject({ count: 7 });
  expect(basename(record?.folder ?? '')).toMatch(/^clips-[0-9a-f]{16}$/);
});

test('the folder is the same for the same content and any number of videos, and another one for anything else', async () => {
  const folderOf = async (...args: Parameters<typeof measured>) => (await measured(...args)).record?.folder;
  const usual = await folderOf({ checkpoint: weights });
  expect(await folderOf({ checkpoint: weights, count: 9 })).toBe(usual);
  const others = [
    await folderOf({ checkpoint: weights, values: ['take=whole'] }),
    await folderOf({ checkpoint: weights }, { seed: 1 }),
    await folderOf({ checkpoint: weights, cascade: smallCascade({ channels: 1 }) }),
    await folderOf({ checkpoint: weights }, { clips: [clip, clip] }),
  ];
  writeFileSync(clip, 'another clip');
  others.push(await folderOf({ checkpoint: weights }));
  writeFileSync(weights, 'other weights');
  others.push(await folderOf({ checkpoint: weights }));
  expect(new Set([usual, ...others]).size).toBe(others.length + 1);
});

test('a checkpoint that is compared is measured by its own cascade', async () => {
  const file = join(folder, 'own.safetensors');
  const own = smallCascade({ channels: 1 });
  const tensors = { x: { dtype: 'F32' as const, shape: [1], data: Float32Array.of(1) } };
  await writeSafetensors(file, tensors, { cascade: JSON.stringify(own) });
  const { calls } = await measured({ compared: file });
  expect(calls[0]?.[2]['cascade']).toEqual(own);
});

test('a document that is compared keeps its cascade and its checkpoint', async () => {
  const { calls, record } = await measured({ compared: 'own.yaml', checkpoint: weights, count: 3, seed: 4 });
  expect(calls).toEqual([['node', 'own.yaml', { seed: 4, count: 3, out: record?.folder }]]);
  expect(record).not.toHaveProperty('checkpoint');
});

test('a document that keeps no record is refused', async () => {
  await expect(measured({}, { keeps: 'video.write' })).rejects.toMatchObject({
    faults: [{ code: 'E_NO_RECORD', place: { file: document } }],
  });
});

test('a run that is stopped has no record, and says how to go on', async () => {
  await expect(measured({}, { isComplete: false })).rejects.toThrow(/the same command goes on/);
});

test('a checkpoint that is not there is refused by its name', async () => {
  await expect(measured({ checkpoint: 'emojy' })).rejects.toThrow(/E_CHECKPOINT_MISSING/);
});
