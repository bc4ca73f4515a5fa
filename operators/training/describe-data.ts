import type { Fault, UpstreamNode } from '../../dsl/index.js';

/**
 * The data of a training, as the settings of the nodes that make them: `digits.with.batch` and the setting as JSON. Incidental settings,
 * and the cascade, which is compared by itself, are left out.
 */
export const describeData = (nodes: readonly UpstreamNode[]): Record<string, string> =>
  Object.fromEntries(
    nodes.flatMap(({ name, op, parameters, settings }) => [
      [name, op] as const,
      ...Object.entries(settings)
        .filter(([key]) => parameters[key]?.incidental !== true && parameters[key]?.name !== 'cascade')
        .map(([key, value]) => [`${name}.with.${key}`, JSON.stringify(value)] as const),
    ]),
  );

/**
 * The differences between the data of a run and those of a checkpoint. A setting that the checkpoint does not know does not count:
 * it came with a later version.
 */
export function otherData(
  mine: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>>,
  file: string,
): Fault[] {
  if (Object.keys(theirs).length === 0) return [];
  const different = Object.keys({ ...mine, ...theirs }).filter((key) => {
    const [node = ''] = key.split('.with.');
    const isNewer = theirs[key] === undefined && theirs[node] !== undefined;
    return mine[key] !== theirs[key] && !isNewer;
  });
  return different.map((key) => ({
    code: 'E_CHECKPOINT_DATA',
    place: { file },
    path: key,
    message: 'the checkpoint was trained on other data',
    expected: mine[key] ?? 'nothing',
    got: theirs[key] ?? 'nothing',
    try: 'the settings of the earlier run; to train its weights on other data, start a new run from them: --init-from',
  }));
}
