import { test } from '@jest/globals';
import { onTensorflow } from '../backends.js';
import { obeyLaws, refuseOthers } from './random-cascades.js';

test('a cascade that breaks a rule about sizes is refused with the rule, and no other is', () => {
  refuseOthers(1000);
});

onTensorflow('cascades with random settings', () => {
  test('train, and are sampled to the same video in whatever way', () => obeyLaws(40));
});
