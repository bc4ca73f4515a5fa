import { pure } from '../../dsl/index.js';
import { pickConditions } from '../network/condition.js';
import { chosen } from '../values/chosen.js';
import { condition } from '../values/condition.js';

/**
 * Replace the condition of some items by the null condition. A network trained in this way also works without a condition, which guidance needs.
 *
 * in   condition  of B items
 *      chosen     for each item, whether it loses its condition
 * out  condition  of the B items
 * source Ho and Salimans 2022 (classifier-free guidance); HPDM §4
 */
export const conditionDrop = pure({
  id: 'condition.drop',
  summary: 'Replace the condition of some items by the null condition',
  in: { condition: condition(), chosen: chosen() },
  with: {},
  out: { condition: condition() },
  run: ({ condition, chosen }) => ({
    condition: pickConditions(
      condition,
      chosen.map((drop, i) => (drop ? null : i)),
    ),
  }),
});
