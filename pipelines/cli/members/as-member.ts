import type { RunEvent } from '../../../dsl/index.js';
import type { Gang } from '../../../operators/tensor/members/gang.js';
import { isCheckpoint } from '../../../operators/training/checkpoints.js';
import type { ExecuteOptions } from '../execute.js';

/** What a member tells the process that started it: a checkpoint is written. */
export const SAVED = 'saved';

/** … and another member is lost, so that it will end. */
export const LOSS = 'loss';

/** The variable in which a launcher gives its members the number of its process. */
export const LAUNCHER = 'HPDM_MEMBERS_LAUNCHER';

/** Whether `--members` of another process started this one. */
export const isLaunched = (): boolean => process.env[LAUNCHER] === String(process.ppid);

/** What the leader alone shows and writes. */
const OF_THE_LEADER = ['events', 'json', 'preview'];

/**
 * The options of a run whose process is a member: the leader alone shows progress and writes events. A member that `--members` started tells
 * its launcher of checkpoints, and when another one is lost, and ends with it.
 */
export function asMember(found: Gang, options: Partial<ExecuteOptions>): Partial<ExecuteOptions> {
  const launched = isLaunched();
  const gang: Gang = launched ? { ...found, onLoss: () => process.send?.(LOSS) } : found;
  if (launched) {
    process.once('disconnect', () => process.exit(3));
    process.channel?.unref();
  }
  if (gang.rank > 0) {
    const own = Object.entries(options).filter(([name]) => !OF_THE_LEADER.includes(name));
    return { ...Object.fromEntries(own), gang, quiet: true };
  }
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'wrote' && isCheckpoint(event.path)) process.send?.(SAVED);
  };
  return { ...options, gang, ...(launched && { onEvent }) };
}
