import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readCascade } from '../../../pipelines/api/read-cascade.js';
import { builtIn } from '../../../pipelines/built-in.js';
import { comparedCascade, refuseMisfits } from '../../../pipelines/cli/compared-cascade.js';
import { scratch } from './command-line.js';

const folder = scratch();

test('weights and documents have a cascade, which says how large their videos are', async () => {
  expect(await comparedCascade('emoji')).toEqual(readCascade('emoji'));
  expect(await comparedCascade(builtIn('measure/samples.yaml'))).toEqual(readCascade('mnist'));
  const copy = join(folder, 'copy.yaml');
  writeFileSync(copy, `extends: ${builtIn('transcode.yaml')}\nparams: { in: { default: tiny.yaml } }\n`);
  await expect(comparedCascade(copy)).rejects.toThrow(/E_SET[^]*none in .*copy\.yaml\n[^]*--cascade/);
});

test('a document that is compared takes a count and a seed, and keeps a record', async () => {
  await refuseMisfits(['out/any', builtIn('measure/samples.yaml')], ['batch=2']);
  await expect(refuseMisfits([builtIn('measure/digits.yaml')], [])).rejects.toThrow(/E_PARAM_UNKNOWN[^]*seed/);
  await expect(refuseMisfits([builtIn('measure/samples.yaml')], ['banana=2'])).rejects.toThrow(
    /E_PARAM_UNKNOWN[^]*samples\.yaml, which has none/,
  );
});
