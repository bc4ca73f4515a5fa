import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { HpdmError, load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';

const BAD = 'test/fixtures/bad';

/** The messages of a broken document, against the golden file beside it; HPDM_UPDATE=1 writes it anew, to be read by a person. */
async function expectGolden(name: string, set: Readonly<Record<string, string>> = {}): Promise<void> {
  const said = await failureOf(join(BAD, `${name}.yaml`), set);
  const golden = join(BAD, `${name}.txt`);
  if (process.env['HPDM_UPDATE'] === '1') writeFileSync(golden, `${said}\n`);
  expect(`${said}\n`).toBe(readFileSync(golden, 'utf8'));
}

async function failureOf(file: string, set: Readonly<Record<string, string>>): Promise<string> {
  try {
    await load(file, set, operators);
  } catch (error) {
    if (error instanceof HpdmError) return error.message.replaceAll(process.cwd(), '.');
    throw error;
  }
  throw new Error(`${file} has nothing wrong`);
}

test('the shipped documents have nothing wrong', async () => {
  for (const name of ['train', 'sample'])
    expect((await load(`pipelines/${name}.yaml`, {}, operators)).nodes.length).toBeGreaterThan(4);
});

test('mistakes in operators, settings, bodies and edges are all found at once', () => expectGolden('train'));

test('cycles, wrong types, missing inputs and parameters out of range', () => expectGolden('graph'));

test('the shape of a document', () => expectGolden('shape'));

test('the shape of a cascade, at its place in the cascade file', async () => {
  const said = await (async () => {
    try {
      await load('pipelines/sample.yaml', { cascade: `${BAD}/cascade.yaml` }, operators);
    } catch (error) {
      return error instanceof HpdmError ? error.message : '';
    }
    return '';
  })();
  expect(said).toContain('test/fixtures/bad/cascade.yaml:2:1  patch');
  expect(said).toContain('levels[0].sampler');
  expect(said).toContain('did you mean "levelsPerBlock"?');
});
