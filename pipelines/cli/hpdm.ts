import { Command } from 'commander';
import { HpdmError } from '../../dsl/index.js';
import { doctorCommand } from './doctor.js';
import { setupCommand } from './setup.js';

const program = new Command('hpdm').addCommand(setupCommand()).addCommand(doctorCommand());

await program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof HpdmError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
});
