import { dirname } from 'node:path';
import type { AnyOperator } from '../contract/operator.js';
import type { Draft } from './draft.js';
import { cascadeFrom } from '../cascade/cascade-from.js';
import type { Presets } from '../document/read-source.js';
import type { Trail } from '../document/source.js';
import { HpdmError, type Fault } from '../fault/fault.js';
import { suggestion } from '../fault/nearest.js';
import { mayBeMissing, misfit } from '../contract/parameter.js';
import { propose } from '../contract/propose.js';

/** The limits of a run that operators keep, as far as there are any. */
export interface Limits {
  /** Bytes that the run may take. */
  readonly memory?: number;
}

/** Where settings are written, and the cascades that they can name. */
interface Writing {
  readonly at: Draft['at'];
  readonly presets: Presets;
  /** The limits of the run, for settings that are left out. */
  readonly limits?: Limits;
}

/**
 * Decode an operator's settings and fill in defaults. Each setting that is unknown, missing or of the wrong type is a fault.
 *
 * @returns the settings, and whether all of them are present and correct
 */
export function checkSettings(
  operator: AnyOperator,
  given: Readonly<Record<string, unknown>>,
  { at, presets, limits = {} }: Writing,
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
    if (parameter.limit !== undefined && !Object.hasOwn(given, name)) return [name, limits[parameter.limit]] as const;
    const written = Object.hasOwn(given, name) ? given[name] : parameter.default;
    const value = parameter.name === 'cascade' ? readIn(written, name, { at, presets }, faults) : written;
    // undefined means that the setting named an unbound parameter or a faulty cascade, which have a fault already
    const unbound = Object.hasOwn(given, name) && value === undefined;
    if (unbound) sound = false;
    const wrong = unbound ? undefined : misfit(parameter, value);
    if (wrong !== undefined && !(value === undefined && mayBeMissing(parameter))) {
      const code = value === undefined ? 'E_SETTING_MISSING' : 'E_SETTING_TYPE';
      const expected = `${wrong.expected}: ${parameter.description}`;
      report(name, { code, ...wrong, expected, try: `${name}: ${propose(parameter, value)}` });
    }
    return [name, value] as const;
  });
  return [Object.fromEntries(entries), sound];
}

/** The cascade that a setting stands for; undefined if it has faults. */
function readIn(written: unknown, name: string, { at, presets }: Writing, faults: Fault[]): unknown {
  const within = (part: Trail) => at(['with', name, ...part]);
  try {
    return cascadeFrom(written, { at: within, folder: dirname(within([]).place.file), presets });
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}
