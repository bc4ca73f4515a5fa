import { HpdmError, show, type Fault } from '../../../dsl/index.js';
import type { Peers } from './peers.js';

/** Facts by name, which may have parts. */
export type Facts = Readonly<Record<string, unknown>>;

/**
 * Refuse members that differ from the leader: each learns all facts of all, and all fail in the same way.
 *
 * fails E_MEMBERS with every difference
 */
export async function agree(peers: Peers, facts: Facts): Promise<void> {
  const all = await peers.texts(JSON.stringify(Object.fromEntries(leaves(facts))));
  const known = all.map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>);
  const [leader = {}] = known;
  const faults = known.flatMap((theirs, rank) =>
    Object.keys({ ...leader, ...theirs })
      .filter((name) => theirs[name] !== leader[name])
      .map((name): Fault => ({
        code: 'E_MEMBERS',
        message: `member ${rank} does not do what the leader does: ${name}`,
        expected: show(leader[name]),
        got: show(theirs[name]),
        try: 'the same version, command and data for every member',
      })),
  );
  if (faults.length > 0) throw new HpdmError(faults);
}

/** The facts without parts, by their whole names: `cascade.network.width`. */
const leaves = (facts: object, before = ''): [string, unknown][] =>
  Object.entries(facts).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? leaves(value, `${before}${name}.`)
      : [[before + name, value] as [string, unknown]],
  );
