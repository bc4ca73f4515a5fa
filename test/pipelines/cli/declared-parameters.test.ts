import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { declaredParameters, seedValues } from '../../../pipelines/cli/declared-parameters.js';
import { scratch } from './command-line.js';

const folder = scratch();

test('a document declares parameters, or none', () => {
  expect(declaredParameters('pipelines/sample.yaml')).toHaveProperty('count.default');
  const file = join(folder, 'none.yaml');
  writeFileSync(file, 'hpdm: 1\nnodes: {}\n');
  expect(declaredParameters(file)).toEqual({});
});

describe('--seed', () => {
  test('is also the value of a parameter `seed`, where a document declares one', () => {
    expect(seedValues('pipelines/sample.yaml', 7)).toEqual({ seed: 7 });
    expect(seedValues('pipelines/train.yaml', 7)).toEqual({});
    expect(seedValues('pipelines/sample.yaml', undefined)).toEqual({});
  });

  test('a parameter `seed` that a document has from the one it extends counts', () => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, `extends: ${join(process.cwd(), 'pipelines/sample.yaml')}\n`);
    expect(seedValues(file, 7)).toEqual({ seed: 7 });
  });
});
