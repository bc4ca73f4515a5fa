import { expect, test } from '@jest/globals';
import { Looks } from '../../../operators/training/looks.js';
import { trainCheckpoint } from '../../../operators/train/checkpoint.js';
import { trainPreview } from '../../../operators/train/preview.js';
import { trainRecord } from '../../../operators/train/record.js';
import { settingsOf } from '../../context.js';

const downstream = [
  { name: 'save', op: trainCheckpoint.id, parameters: trainCheckpoint.with, settings: { every: 4, minutes: 2 } },
  { name: 'show', op: trainPreview.id, parameters: trainPreview.with, settings: { every: 6 } },
  { name: 'rest', op: trainPreview.id, parameters: trainPreview.with, settings: { every: 0 } },
  { name: 'note', op: trainRecord.id, parameters: trainRecord.with, settings: settingsOf(trainRecord.with, {}) },
];

test('nodes look after every so many steps, and after so many minutes of training since their last look', () => {
  const looks = new Looks(downstream, { seconds: 100 });
  const at = (step: number, seconds: number): string[] => looks.at({ step, seconds }, false);
  expect(at(3, 219)).toEqual([]);
  expect(at(4, 220)).toEqual(['save']);
  expect(at(6, 300)).toEqual(['show']);
  expect(at(7, 339)).toEqual([]);
  expect(at(9, 340)).toEqual(['save']);
  expect(at(12, 350)).toEqual(['save', 'show']);
});

test('after the last step, all that ever look do', () => {
  expect(new Looks(downstream, { seconds: 0 }).at({ step: 1, seconds: 1 }, true)).toEqual(['save', 'show', 'rest']);
});
