import type { Sizes } from '../contract/contract.js';
import type { Draft } from './draft.js';
import type { Fault } from '../fault/fault.js';

/** Ask the operators of a node and of its body what they refuse: settings that contradict each other, sizes they cannot take. */
export function checkRefusals(node: Draft, sizesOf: (node: Draft) => Sizes, faults: Fault[]): void {
  for (const draft of [node, ...(node.body?.nodes ?? [])]) {
    const { operator, settings, sound, inputs, at } = draft;
    if (operator.check === undefined || !sound) continue;
    for (const { path, ...refusal } of operator.check(settings, sizesOf(draft), Object.keys(inputs))) {
      faults.push({ ...refusal, ...at(path === undefined ? [] : path.split('.')) });
    }
  }
}
