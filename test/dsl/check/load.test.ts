import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { HpdmError, load, type AnyOperator, type Fault, type Registry } from '../../../dsl/index.js';
import { formatFault } from '../../../dsl/fault/fault.js';
import { operators } from '../../../operators/index.js';
import { presets } from '../../../pipelines/presets.js';
import { applied, changeOf } from './apply-try.js';

const PARTS = 'test/dsl/check/parts';

/** The operators that the broken documents are written with: messages that list operators stay as they are when one is added. */
const SOME = Object.fromEntries(
  [
    'context.encode context.fuse denoise.level denoise.load denoise.pyramid denoise.solve image.sheet noise.add noise.canvas',
    'patch.pyramid patch.tiles stitch.average train.checkpoint train.loss train.step video.clamp video.frames',
    'video.moving-digits video.read video.tensor video.write',
  ].flatMap((ids) => ids.split(' ').map((id) => [id, operators[id] as AnyOperator])),
);

/** Faults of a document, or none. */
async function faultsOf(
  file: string,
  set: Readonly<Record<string, string>> = {},
  registry: Registry = SOME,
): Promise<readonly Fault[]> {
  try {
    await load(file, set, registry, presets);
    return [];
  } catch (error) {
    if (error instanceof HpdmError) return error.faults;
    throw error;
  }
}

/** The messages of a broken document, against the file beside it; HPDM_UPDATE=1 writes it anew, to be read by a person. */
function expectGolden(file: string, faults: readonly Fault[]): void {
  const said = `${faults.map(formatFault).join('\n\n').replaceAll(process.cwd(), '.')}\n`;
  const golden = file.replace(/\.\w+$/, '.txt');
  if (process.env['HPDM_UPDATE'] === '1') writeFileSync(golden, said);
  expect(said).toBe(readFileSync(golden, 'utf8'));
}

/** The broken documents of a part of the language, each in the folder of the module that finds what is wrong with it. */
const brokenIn = (part: string): string[] =>
  readdirSync(join('test/dsl', part), { recursive: true, encoding: 'utf8' })
    .map((name) => join('test/dsl', part, name))
    .filter((file) => /\.(yaml|json)$/.test(file) && !file.startsWith(PARTS));

describe('what is wrong is said, where it was written, with what to do', () => {
  test.each(['check', 'document', 'expand'].flatMap(brokenIn))('%s', async (file) => {
    const faults = await faultsOf(file);
    expect(faults).not.toEqual([]);
    expect(faults.filter((fault) => fault.try === undefined)).toEqual([]);
    expectGolden(file, faults);
  });

  test.each(brokenIn('cascade'))('%s', async (file) => {
    const faults = await faultsOf(join(PARTS, 'uses-cascade.yaml'), { cascade: file });
    expect(faults).not.toEqual([]);
    expectGolden(file, faults);
  });
});

/** Faults of a document after the change that a fault proposes; undefined if it proposes no value. */
async function afterTry(
  file: string,
  fault: Fault,
  cascade: string | undefined,
): Promise<readonly Fault[] | undefined> {
  const change = changeOf(fault, cascade ?? file);
  if (change === undefined) return undefined;
  const copy = join(dirname(cascade ?? file), `.tried-${basename(cascade ?? file)}`);
  writeFileSync(copy, applied(cascade ?? file, change));
  const set = change.set === undefined ? {} : Object.fromEntries([change.set]);
  try {
    return await faultsOf(cascade === undefined ? copy : file, cascade === undefined ? set : { cascade: copy });
  } finally {
    rmSync(copy);
  }
}

/** A broken document; or one that works, and a broken cascade for it. */
type Tried = [document: string, cascade: string | undefined];

describe('what a message proposes, written as it says, mends what it is about', () => {
  const documents = ['check', 'document', 'expand'].flatMap(brokenIn).map((file): Tried => [file, undefined]);
  let tried = 0;
  const cascades = brokenIn('cascade').map((file): Tried => [join(PARTS, 'uses-cascade.yaml'), file]);
  test.each([...documents, ...cascades])('%s %s', async (file, cascade) => {
    for (const fault of await faultsOf(file, cascade === undefined ? {} : { cascade })) {
      const left = await afterTry(file, fault, cascade);
      tried += left === undefined ? 0 : 1;
      const same = (left ?? []).filter(({ code, path }) => code === fault.code && path === fault.path);
      expect({ try: fault.try, same }).toEqual({ try: fault.try, same: [] });
    }
  });

  test('most messages propose something that can be written as it is', () => {
    expect(tried).toBeGreaterThan(140);
  });
});

test('the shipped documents have nothing wrong', async () => {
  for (const name of ['train', 'sample']) expect(await faultsOf(`pipelines/${name}.yaml`, {}, operators)).toEqual([]);
});

test('hpdm check --json has the same faults, field by field', async () => {
  const file = 'test/dsl/check/load/many.yaml';
  const { stdout, status } = spawnSync(process.execPath, ['pipelines/cli/bin.js', 'check', file, '--json'], {
    timeout: 120_000,
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toEqual({ faults: await faultsOf(file, {}, operators) });
});
