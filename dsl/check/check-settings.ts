import type { AnyOperator } from '../contract/operator.js';
import type { Draft } from './draft.js';
import type { Fault } from '../fault/fault.js';
import { suggestion } from '../fault/nearest.js';
import { misfit } from '../contract/parameter.js';
import { propose } from '../contract/propose.js';

/**
 * Decode an operator's settings and fill in defaults. Each setting that is unknown, missing or of the wrong type is a fault.
 *
 * @returns the settings, and whether all of them are present and correct
 */
export function checkSettings(
  operator: AnyOperator,
  given: Readonly<Record<string, unknown>>,
  at: Draft['at'],
  faults: Fault[],
): [settings: Record<string, unknown>, sound: boolean] {
  let sound = true;
  const report = (name: string, fault: Fault): void => {
    sound = false;
    faults.push({ ...fault, ...at(['with', name]) });
  };
  for (const name of Object.keys(given).filter((name) => !Object.hasOwn(operator.with, name))) {
    const hint = suggestion(name, Object.keys(operator.with));
    report(name, { code: 'E_SETTING_UNKNOWN', expected: `a parameter of ${operator.id}`, got: `"${name}"`, try: hint });
  }
  const entries = Object.entries(operator.with).map(([name, parameter]) => {
    const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
    // undefined means that the setting named an unbound parameter, which has a fault already
    const unbound = Object.hasOwn(given, name) && value === undefined;
    if (unbound) sound = false;
    const wrong = unbound ? undefined : misfit(parameter, value);
    if (wrong !== undefined && !(value === undefined && parameter.inferred === true)) {
      const code = value === undefined ? 'E_SETTING_MISSING' : 'E_SETTING_TYPE';
      const expected = `${wrong.expected}: ${parameter.description}`;
      report(name, { code, ...wrong, expected, try: `${name}: ${propose(parameter, value)}` });
    }
    return [name, value] as const;
  });
  return [Object.fromEntries(entries), sound];
}
