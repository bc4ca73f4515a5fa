import { expect, test } from '@jest/globals';
import type { HpdmError } from '../../../dsl/index.js';
import { t5Encoder } from '../../../operators/encoders/t5-encoder.js';

test('without the package it says how to install it', async () => {
  const failed = (await t5Encoder('no/such/folder').catch((error: unknown) => error)) as HpdmError;
  expect(failed.faults).toMatchObject([
    { code: 'E_ENCODER', try: expect.stringMatching(/^npm install @huggingface\/transformers@\d/) },
  ]);
});
