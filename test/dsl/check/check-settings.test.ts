import { expect, test } from '@jest/globals';
import { int, string, type AnyOperator, type Fault } from '../../../dsl/index.js';
import { checkSettings } from '../../../dsl/check/check-settings.js';

const parameters = { size: int('pixels', { min: 1 }), name: string('what it is called', { default: 'a' }) };
const operator = { id: 'test.any', with: parameters } as unknown as AnyOperator;

function checked(given: Readonly<Record<string, unknown>>, asked: AnyOperator = operator) {
  const faults: Fault[] = [];
  const at = (trail: readonly (string | number)[]) => ({ place: { file: 'a.yaml' }, path: trail.join('.') });
  const [settings, sound] = checkSettings(asked, given, { at, presets: {} }, faults);
  return { settings, sound, faults };
}

test('settings that fit are taken over, and defaults filled in', () => {
  expect(checked({ size: 3 })).toEqual({ settings: { size: 3, name: 'a' }, sound: true, faults: [] });
});

test('a setting whose default is that there is none may be left out', () => {
  const own = { ...operator, with: { ...parameters, limit: { ...int('at most'), default: undefined } } };
  expect(checked({ size: 3 }, own)).toMatchObject({ sound: true, faults: [] });
  expect(checked({ size: 3, limit: 'a' }, own).sound).toBe(false);
});

test.each([
  [{}, 'E_SETTING_MISSING', 'with.size'],
  [{ size: 0 }, 'E_SETTING_TYPE', 'with.size'],
  [{ size: 3, name: 4 }, 'E_SETTING_TYPE', 'with.name'],
  [{ size: 3, nmae: 'b' }, 'E_SETTING_UNKNOWN', 'with.nmae'],
])('%j is refused, with what to try', (given, code, path) => {
  const { sound, faults } = checked(given);
  expect(sound).toBe(false);
  expect(faults).toEqual([expect.objectContaining({ code, path, try: expect.any(String) })]);
});

test('a setting whose value has a fault of its own is not reported again', () => {
  expect(checked({ size: undefined })).toMatchObject({ sound: false, faults: [] });
});
