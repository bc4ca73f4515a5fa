import { Command } from 'commander';
import { load } from '../api/load.js';
import { seedValues } from './declared-parameters.js';
import { listDocuments, readsDocument } from './reads-document.js';
import { execute } from './execute.js';
import { reporting } from './run-report.js';
import { resumeRun } from './resume-run.js';
import { dryRunOption, memoryOption, previewOption, wholeNumber, withRunFlags, type RunFlags } from './run-flags.js';

const HELP = `
The whole document is checked before anything runs. It is refused if it needs more memory than its limits.memory.
On Ctrl-C, outputs are completed or removed; no partial file is left under its final name. A camera or another endless
source ends at the first Ctrl-C, and what was recorded is kept.

Documents that come with hpdm:
DOCUMENTS

Examples:
  hpdm run transcode in=cat.mp4 out=cat.webm size=240,320   one that comes with hpdm, by its name
  hpdm run sample count=4 scale=6 --seed 7                  values for its parameters
  hpdm run pipelines/train.yaml --dry-run                   show every resolved setting and the plan; run nothing
  hpdm run mine.yaml --resume                               a training of your own goes on where it stopped
  hpdm run transcode in=cat.mp4 --events - --quiet          every event as a JSON line, for a program

Exit codes: 0 done, 2 wrong input, 3 the run failed, 130 cancelled.`;

interface OwnFlags extends RunFlags {
  readonly first?: number;
  readonly resume?: boolean;
}

/** `hpdm run`. */
export const runCommand = (): Command =>
  readsDocument(
    withRunFlags(new Command('run'))
      .summary('run a pipeline document')
      .description('Check a pipeline document and run it.')
      .option(
        '--first <n>',
        'item to begin at, where an earlier run stopped; every item is what it would have been',
        wholeNumber,
      )
      .option('--resume', 'go on where an earlier training stopped, as its newest checkpoint tells')
      .addOption(memoryOption())
      .addOption(previewOption())
      .addOption(dryRunOption())
      .addHelpText('after', () => HELP.replace('DOCUMENTS', listDocuments())),
    false,
    ({ file, set }, { resume, first, ...flags }: OwnFlags) =>
      reporting(flags, async (report) => {
        const graph = await load(file, { ...seedValues(file, flags.seed), ...set }, [], flags.memory);
        if (resume === true) await resumeRun(graph, { ...flags, report });
        else await execute(graph, { ...flags, report, ...(first === undefined ? {} : { first }) });
      }),
  );
