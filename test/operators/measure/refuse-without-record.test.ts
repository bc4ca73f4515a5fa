import { expect, test } from '@jest/globals';
import { refuseWithoutRecord } from '../../../operators/measure/refuse-without-record.js';

test('a document must keep a record of its videos', () => {
  expect(() => {
    refuseWithoutRecord('a.yaml', [{ op: 'video.read' }, { op: 'measure.record' }]);
  }).not.toThrow();
  expect(() => {
    refuseWithoutRecord('a.yaml', [{ op: 'video.read' }, { op: 'video.write' }]);
  }).toThrow(/^a\.yaml {2}E_NO_RECORD[^]*keep\.yaml/);
});
