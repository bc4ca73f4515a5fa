import { expect, test } from '@jest/globals';
import { TEXT_ENCODERS, type EncoderFacts } from '../../../operators/encoders/text-encoders.js';

test('an encoder needs a path unless its weights come with hpdm, and only then its width is known', () => {
  const facts = Object.values<EncoderFacts>(TEXT_ENCODERS);
  expect(facts.map(({ path, width }) => (path === undefined) === (width !== undefined))).toEqual([true, true, true]);
});
