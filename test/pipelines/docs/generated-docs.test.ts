import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { generatedDocs } from '../../../pipelines/docs/generated-docs.js';

test('what docs/ holds of the code is what the code says now: npm run docs', async () => {
  for (const [file, text] of await generatedDocs())
    expect({ file, text: readFileSync(file, 'utf8') }).toEqual({ file, text });
});
