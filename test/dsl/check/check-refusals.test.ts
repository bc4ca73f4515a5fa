import { expect, test } from '@jest/globals';
import type { Fault } from '../../../dsl/index.js';
import type { Draft } from '../../../dsl/check/draft.js';
import { checkRefusals } from '../../../dsl/check/check-refusals.js';

const draft = (sound: boolean, check?: Draft['operator']['check'], body: readonly Draft[] = []): Draft =>
  ({
    operator: { check },
    settings: { size: 3 },
    sound,
    inputs: { video: {} },
    body: { nodes: body, out: {} },
    at: (trail: readonly string[]) => ({ place: { file: 'a.yaml' }, path: ['nodes.a', ...trail].join('.') }),
  }) as unknown as Draft;

test('what an operator refuses is a fault where it says, in a body too', () => {
  const faults: Fault[] = [];
  const asked: unknown[] = [];
  const refusing: Draft['operator']['check'] = (settings, sizes, inputs) => {
    asked.push(settings, sizes, inputs);
    return [{ code: 'E_SIZE', expected: 'an even size', path: 'with.size' }];
  };
  expect(checkRefusals(draft(true, undefined, [draft(true, refusing)]), () => ({ H: 4 }), faults)).toBe(false);
  expect(faults).toEqual([
    { code: 'E_SIZE', expected: 'an even size', place: { file: 'a.yaml' }, path: 'nodes.a.with.size' },
  ]);
  expect(asked).toEqual([{ size: 3 }, { H: 4 }, ['video']]);
});

test('an operator whose settings have faults is not asked', () => {
  const faults: Fault[] = [];
  const never: Draft['operator']['check'] = () => {
    throw new Error('asked');
  };
  expect(checkRefusals(draft(false, never), () => ({}), faults)).toBe(true);
  expect(faults).toEqual([]);
});
