import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { HpdmError, load, type AnyOperator, type Fault, type Registry } from '../../../dsl/index.js';
import { formatFault } from '../../../dsl/fault/fault.js';
import { operators } from '../../../operators/index.js';

const BAD = 'test/fixtures/bad';
const CASCADES = join(BAD, 'cascades');

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
    await load(file, set, registry);
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

const documentsIn = (folder: string): string[] => readdirSync(folder).filter((name) => /\.(yaml|json)$/.test(name));

describe('what is wrong is said, where it was written, with what to do', () => {
  test.each(documentsIn(BAD))('%s', async (name) => {
    const file = join(BAD, name);
    const faults = await faultsOf(file);
    expect(faults).not.toEqual([]);
    expect(faults.filter((fault) => fault.try === undefined)).toEqual([]);
    expectGolden(file, faults);
  });

  test.each(documentsIn(CASCADES))('cascades/%s', async (name) => {
    const file = join(CASCADES, name);
    const faults = await faultsOf(join(BAD, 'parts/uses-cascade.yaml'), { cascade: file });
    expect(faults).not.toEqual([]);
    expectGolden(file, faults);
  });
});

test('the shipped documents have nothing wrong', async () => {
  for (const name of ['train', 'sample']) expect(await faultsOf(`pipelines/${name}.yaml`, {}, operators)).toEqual([]);
});

test('hpdm check --json has the same faults, field by field', async () => {
  const file = join(BAD, 'many.yaml');
  const { stdout, status } = spawnSync(process.execPath, ['pipelines/cli/bin.js', 'check', file, '--json'], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toEqual(await faultsOf(file, {}, operators));
});
