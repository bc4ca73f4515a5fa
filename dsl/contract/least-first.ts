import type { AnyOperator } from './operator.js';
import { mayBeMissing } from './parameter.js';

/** Operators in the order of what must be written to use them; those that need as much stay as they are. */
export const leastFirst = (operators: readonly AnyOperator[]): AnyOperator[] =>
  [...operators].sort((a, b) => needsOf(a) - needsOf(b));

/** Inputs, settings that have no default, and a body. */
const needsOf = ({ in: inputs, with: settings, body }: AnyOperator): number =>
  Object.keys(inputs).length +
  Object.values(settings).filter((setting) => !mayBeMissing(setting) && setting.default === undefined).length +
  (body === undefined ? 0 : 1);
