import { expect, test } from '@jest/globals';
import { trainEvaluate } from '../../../operators/train/evaluate.js';
import { trainStep } from '../../../operators/train/step.js';
import { lossBody, lossInputs } from '../../../operators/values/loss-body.js';

test('a loss is computed of the same things in training and on held-out clips', () => {
  const given = Object.keys(lossInputs);
  // the rates of the clips are for its record
  expect(Object.keys(trainStep.in)).toEqual([...given, 'rates']);
  expect(Object.keys(trainEvaluate.in)).toEqual(['training', ...given]);
  expect(Object.keys(lossBody.in)).toEqual(['network', ...given]);
  expect([trainStep.body, trainEvaluate.body]).toEqual([lossBody, lossBody]);
});
