import { Command, CommanderError } from 'commander';
import { HpdmError } from '../../dsl/index.js';
import { AlreadySaid } from './already-said.js';
import { onceEach } from './once-each.js';
import { refuseHome } from './refuse-home.js';
import { version } from '../../operators/disk/version.js';

const HELP = `
A first look:
  hpdm start --prompt "crying face"           a video of a few words
  hpdm check train                            find every mistake in a document, run nothing
  hpdm draw sample -o sample.svg              see its graph
  hpdm plan sample count=4                    see its cost: steps, FLOPs, memory
  hpdm run transcode in=cat.mp4 out=cat.gif   run it, with values for its parameters
  hpdm ops denoise.solve                      see the inputs, outputs and settings of an operator

hpdm COMMAND --help shows the flags of a command, with examples.
Exit codes: 0 done, 2 wrong input, 3 a run failed, 130 cancelled.`;

/** Each command loads only what it needs: `check` must not wait for TensorFlow. */
const COMMANDS = {
  start: async () => (await import('./start-command.js')).startCommand(),
  sample: async () => (await import('./sample-command.js')).sampleCommand(),
  train: async () => (await import('./train-command.js')).trainCommand(),
  evaluate: async () => (await import('./evaluate-command.js')).evaluateCommand(),
  compare: async () => (await import('./compare-command.js')).compareCommand(),
  farm: async () => (await import('./farm-command.js')).farmCommand(),
  data: async () => (await import('./data-command.js')).dataCommand(),
  export: async () => (await import('./export-command.js')).exportCommand(),
  runs: async () => (await import('./runs-command.js')).runsCommand(),
  run: async () => (await import('./run-command.js')).runCommand(),
  check: async () => (await import('./check-command.js')).checkCommand(),
  draw: async () => (await import('./draw-command.js')).drawCommand(),
  plan: async () => (await import('./plan-command.js')).planCommand(),
  ops: async () => (await import('./ops-command.js')).opsCommand(),
  studio: async () => (await import('./studio-command.js')).studioCommand(),
  lsp: async () => (await import('./lsp-command.js')).lspCommand(),
  setup: async () => (await import('./setup-command.js')).setupCommand(),
  doctor: async () => (await import('./doctor-command.js')).doctorCommand(),
};

/** The commands by what they are for, in the order of the help. */
const GROUPS: Readonly<Record<string, readonly (keyof typeof COMMANDS)[]>> = {
  'Train and sample:': ['start', 'sample', 'train', 'evaluate', 'compare', 'farm', 'data', 'export', 'runs'],
  'Pipeline documents:': ['studio', 'run', 'check', 'draw', 'plan', 'ops', 'lsp'],
  'This machine:': ['setup', 'doctor'],
};

/**
 * Run a command line to its end; errors go to standard error.
 *
 * @param args the words after `hpdm`
 * @returns the exit code: 0 done, 2 wrong input, 3 a run failed, 130 cancelled
 */
export async function hpdm(args: readonly string[]): Promise<number> {
  const program = new Command('hpdm')
    .version(version)
    .description('Hierarchical Patch Diffusion Models: write pipelines, train and sample cascades, stream the result.')
    .addHelpText('after', HELP)
    .showHelpAfterError('(add --help for the options)')
    .hook('preAction', (_, command) => {
      refuseHome(command);
    })
    .exitOverride();
  const names = Object.values(GROUPS).flat();
  const needed = names.filter((name) => name === args[0]);
  for (const name of needed.length > 0 ? needed : names) {
    const command = await COMMANDS[name]();
    const group = Object.keys(GROUPS).find((title) => GROUPS[title]?.includes(name));
    if (group !== undefined) command.helpGroup(group);
    program.addCommand(throwing(command.copyInheritedSettings(program)));
  }
  try {
    // hpdm alone asks what there is
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return 0;
  } catch (error) {
    return report(error);
  }
}

/** Make commander throw for a flag that is given twice, and instead of exiting, in sub-commands too, so that all exit codes are set in one place. */
function throwing(command: Command): Command {
  onceEach(command);
  for (const inner of command.commands) throwing(inner.copyInheritedSettings(command));
  return command.exitOverride();
}

function report(error: unknown): number {
  if (error instanceof AlreadySaid) return error.exitCode;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof HpdmError) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 3;
}
