import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { builtIn } from '../../pipelines/built-in.js';

test.each(['sample.yaml', 'train.yaml', 'transcode.yaml'])('%s comes with hpdm, wherever it is run', (name) => {
  expect(readFileSync(builtIn(name), 'utf8')).toMatch(/^hpdm: 1$/m);
});
