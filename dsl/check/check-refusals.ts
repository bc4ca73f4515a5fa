import { asked } from './asked.js';
import type { Sizes } from '../contract/port.js';
import type { Draft } from './draft.js';
import type { Fault } from '../fault/fault.js';

/**
 * Call the `check` of the operators of a node and its body, which refuse contradictory settings and impossible sizes.
 *
 * @returns whether none of them refused anything
 */
export function checkRefusals(node: Draft, sizesOf: (node: Draft) => Sizes, faults: Fault[]): boolean {
  const before = faults.length;
  for (const draft of [node, ...(node.body?.nodes ?? [])]) {
    const { operator, settings, sound, inputs, at } = draft;
    if (!sound) continue;
    const refusals = asked(draft, () => operator.check?.(settings, sizesOf(draft), Object.keys(inputs)), faults);
    for (const { path, ...refusal } of refusals ?? []) {
      faults.push({ ...refusal, ...at(path === undefined ? [] : path.split('.')) });
    }
  }
  return faults.length === before;
}
