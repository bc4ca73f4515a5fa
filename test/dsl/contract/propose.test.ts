import { expect, test } from '@jest/globals';
import { bool, choice, int, ints, number, path, string, strings, triple, type Parameter } from '../../../dsl/index.js';
import { misfit } from '../../../dsl/contract/parameter.js';
import { propose } from '../../../dsl/contract/propose.js';

test.each<[string, Parameter, unknown, string]>([
  ['the nearest bound', int('', { min: 1, max: 8 }), 12, '8'],
  ['a whole number', int('', { min: 1 }), 2.6, '3'],
  ['the number that a text says', number(''), '0.5', '0.5'],
  ['the word that was meant', choice(['heun', 'euler'], ''), 'hein', 'heun'],
  ['yes is true', bool(''), 'yes', 'true'],
  ['a list of it', ints(''), 3, '[3]'],
  ['the default of a triple', triple('', { default: [1, 2, 2] }), 'half', '[1,2,2]'],
  ['a number as a text', string(''), 5, '"5"'],
  ['the default', int('', { default: 4 }), { no: 'number' }, '4'],
  ['an example', path(''), undefined, 'out/video.mp4'],
  ['an example of a list', strings(''), undefined, '[first, second]'],
])('%s', (_, parameter, value, proposal) => {
  expect(propose(parameter, value)).toBe(proposal);
});

test('what is proposed for a wrong value fits', () => {
  const parameter = int('', { min: 2, max: 4 });
  for (const wrong of [-7, 2.5, 100, '9', 'three', true, [1]])
    expect(misfit(parameter, Number(propose(parameter, wrong)))).toBeUndefined();
});
