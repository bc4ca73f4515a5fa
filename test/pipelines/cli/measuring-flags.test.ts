import { basename } from 'node:path';
import { expect, test } from '@jest/globals';
import { readCascade } from '../../../pipelines/api/read-cascade.js';
import { measuringValues } from '../../../pipelines/cli/measuring-flags.js';

const nameOf = (path: unknown): string => basename(String(path));

test('a cascade with texts samples captions of the data set, of which the clips are measured', () => {
  const values = measuringValues(readCascade('emoji'), { data: 'd', take: 'whole', untilLevel: 1, guidance: [2, 1] });
  expect([nameOf(values['sampler']), nameOf(values['reals']), values['real']]).toEqual(['texts.yaml', 'clips.yaml', 0]);
  expect(values['values']).toEqual(['until=1', 'guidance=2,1', 'data=d']);
  expect(values['clips']).toEqual(['until=1', 'data=d', 'take=whole']);
});

test('without a data set it is Moving MNIST, of one digit where the cascade has classes', () => {
  const of = (cascade: string) => measuringValues(readCascade(cascade), { count: 8, i3d: 'w' });
  const plain = of('mnist');
  expect([nameOf(plain['sampler']), nameOf(plain['reals']), plain['count']]).toEqual([
    'samples.yaml',
    'digits.yaml',
    8,
  ]);
  expect(plain['clips']).toEqual(['i3d=w']);
  expect(of('mnist-classes')['clips']).toEqual(['i3d=w', 'digits=1']);
  expect(() => of('small')).toThrow(/Moving MNIST is grey/);
});

test('the part that training held out needs the share of it', () => {
  const of = (flags: object) => measuringValues(readCascade('mnist'), { data: 'd', part: 'held-out', ...flags });
  expect(() => of({})).toThrow(/--part {2}E_SET[^]*--hold-out beside --part held-out[^]*no --hold-out/);
  expect(() => of({ holdOut: 0 })).toThrow(/got +--hold-out 0/);
  expect(of({ holdOut: 0.1 })['clips']).toEqual(['data=d', 'holdOut=0.1', 'part=held-out']);
});

test('fewer videos than the samplers make together are sampled as one batch', () => {
  const of = (flags: object) => measuringValues(readCascade('mnist'), flags)['values'];
  expect([of({ count: 4 }), of({ count: 8 }), of({})]).toEqual([['batch=4'], [], []]);
  expect(of({ count: 4, batch: 2 })).toEqual(['batch=2']);
});
