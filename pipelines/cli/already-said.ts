import type { ExitCode } from '../../dsl/index.js';

/** Ends a command whose faults are already written, as JSON on standard output; nothing more is said. */
export class AlreadySaid extends Error {
  constructor(readonly exitCode: ExitCode) {
    super('the faults are written already');
  }
}
