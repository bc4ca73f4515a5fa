import { expect, test } from '@jest/globals';
import { resolveCascade } from '../../../dsl/cascade/cascade.js';
import { documentOfCascade } from '../../../dsl/cascade/document-of-cascade.js';
import { readCascade } from '../../../pipelines/api/read-cascade.js';
import { presets } from '../../../pipelines/presets.js';
import { cascadeKinds } from '../../cascade.js';

test.each(cascadeKinds)('%s: the document resolves to the cascade', (_, cascade) => {
  expect(resolveCascade(documentOfCascade(cascade))).toEqual(cascade);
});

test.each(Object.keys(presets))('%s: the document resolves to the cascade', (name) => {
  const cascade = readCascade(name);
  expect(resolveCascade(documentOfCascade(cascade))).toEqual(cascade);
});
