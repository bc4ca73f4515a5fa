import { counted, itemAt, HpdmError, type Cascade } from '../../dsl/index.js';
import type { Clips } from '../values/clips.js';

/** Refuse a data set with more classes than the cascade has; fails E_DATA_CASCADE. */
export function refuseLabels({ classes }: Clips, { condition }: Cascade, node: string): void {
  if (condition.kind !== 'classes' || classes.length <= condition.classes) return;
  throw new HpdmError({
    code: 'E_DATA_CASCADE',
    path: `nodes.${node}.with.cascade`,
    expected: `at most ${counted(condition.classes, 'class', 'classes')}, ${condition.classes === 1 ? 'that' : 'those'} of the cascade`,
    got: `a data set with ${classes.length}; the first one too many is "${itemAt(classes, condition.classes)}"`,
    try: `condition: { classes: ${classes.length} } in the cascade`,
  });
}
