import { expect, test } from '@jest/globals';
import { HpdmError, type Fault } from '../../../dsl/fault/fault.js';

const at = (line: number, code: Fault['code']): Fault => ({ code, place: { file: 'a.yaml', line, column: 1 } });

test('an error holds its faults in the order of their places, and has the code of the first', () => {
  const error = new HpdmError([at(9, 'E_CYCLE'), at(2, 'E_NODE')]);
  expect(error.faults.map(({ place }) => place?.line)).toEqual([2, 9]);
  expect(error).toMatchObject({ code: 'E_NODE', message: 'a.yaml:2:1  E_NODE\n\na.yaml:9:1  E_CYCLE' });
});

test.each<[Fault['code'], number]>([
  ['E_SHAPE', 2],
  ['E_FFMPEG', 3],
  ['E_CANCELLED', 130],
  ['X_TINT', 2],
])('the process ends as the table says: %s with %s', (code, exitCode) => {
  expect(new HpdmError({ code })).toMatchObject({ code, exitCode });
});

test('an operator that is not part of hpdm says itself with what its failed run ends', () => {
  expect(new HpdmError({ code: 'X_TINT' }, { exitCode: 3 })).toMatchObject({ exitCode: 3 });
});

test('an error without a fault is a programming error', () => {
  expect(() => new HpdmError([])).toThrow(RangeError);
});
