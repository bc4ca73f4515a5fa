import type { StepDocument } from '../document/pipeline-document.js';

/**
 * Names of the steps of a chain, after their operators or graphs: `read` for `video.read`, `level` for `level.yaml`. From the second step
 * of one name on, a number follows: `clamp-2`.
 */
export function stepNames(steps: readonly Pick<StepDocument, 'op' | 'graph'>[]): string[] {
  const taken = new Map<string, number>();
  return steps.map(({ op, graph = '' }) => {
    const name = op?.split('.').at(-1) ?? graph.replace(/^.*\/|\.\w+$/g, '');
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}
