import { HpdmError } from '../../dsl/index.js';
import { AlreadySaid } from './already-said.js';

/** Do the work of a command; with `--json`, its faults go to standard output as `{ faults }`, and nothing to standard error. */
export async function faultsAsJson(json: boolean | undefined, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (json !== true || !(error instanceof HpdmError)) throw error;
    process.stdout.write(`${JSON.stringify({ faults: error.faults }, null, 2)}\n`);
    throw new AlreadySaid(error.exitCode);
  }
}
