import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { itemAt, HpdmError } from '../../dsl/index.js';
import { namesIn } from '../../operators/disk/names-in.js';
import { summariseRun, type RunSummary } from '../../operators/training/summarise-run.js';
import { faultsAsJson } from './faults-as-json.js';
import { formatSeconds } from './pace.js';

const HELP = `
Losses are means of the last 100 steps, level by level; held out: the last measurement on clips that are not trained on.

Examples:
  hpdm runs out
  hpdm runs out/mnist out/lamb
  hpdm runs out --json | jq '.[].loss'`;

/** `hpdm runs`. */
export const runsCommand = (): Command =>
  new Command('runs')
    .summary('compare training runs')
    .description('Show training runs in a table: how far they are, their losses, and which checkpoint is the best.')
    .argument('<folder...>', 'folders of training runs, or folders that hold some')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action((folders: string[], { json }: { readonly json?: boolean }) =>
      faultsAsJson(json, () => {
        const missing = folders.filter((folder) => !existsSync(folder));
        if (missing.length > 0) throw noRun(missing);
        const runs = folders.flatMap(runsIn);
        if (runs.length === 0) throw noRun(folders);
        process.stdout.write(json === true ? `${JSON.stringify(runs, null, 2)}\n` : formatRuns(runs));
      }),
    );

/** The run in a folder, else those in the folders directly inside it. */
function runsIn(folder: string): RunSummary[] {
  const own = summariseRun(folder);
  if (own !== undefined) return [own];
  return namesIn(folder).flatMap((name) => summariseRun(join(folder, name)) ?? []);
}

/** Runs as a table, one per line. */
export function formatRuns(runs: readonly RunSummary[]): string {
  const head = ['run', 'steps', 'time', 'optimiser', 'rate', 'clips per step', 'loss per level', 'held out', 'best'];
  const rows = runs.map(({ folder, step, steps, seconds, optimiser, rate, clips, loss, heldOut, best }) => [
    folder,
    steps === undefined ? `${step}` : `${step}/${steps}`,
    formatSeconds(seconds),
    optimiser,
    rate === undefined ? '' : `${rate}`,
    `${clips}`,
    losses(loss),
    losses(heldOut),
    best ?? '',
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => itemAt(row, column).length)));
  const line = (row: readonly string[]): string =>
    `${row
      .map((cell, column) => cell.padEnd(itemAt(widths, column)))
      .join('  ')
      .trimEnd()}\n`;
  return [head, ...rows].map(line).join('') + runs.map(classesOf).join('');
}

/** The classes of a run with their numbers, for `hpdm sample --class`. */
const classesOf = ({ folder, classes }: RunSummary): string =>
  classes === undefined ? '' : `\nclasses of ${folder}: ${classes.map((name, n) => `${n}: ${name}`).join(', ')}\n`;

const losses = (levels: readonly number[]): string => levels.map((loss) => loss.toFixed(3)).join(' ');

const noRun = (folders: readonly string[]): HpdmError =>
  new HpdmError({
    code: 'E_CHECKPOINT_MISSING',
    expected: 'folders of training runs, with checkpoints or metrics.jsonl',
    got: folders.join(', '),
    try: 'hpdm train --out FOLDER makes one',
  });
