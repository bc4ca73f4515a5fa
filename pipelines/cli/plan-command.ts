import { Command } from 'commander';
import type { MemoryChoice } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { isCascadeFile, refuseSet } from './cascade-file.js';
import { formatPlan } from '../plan/format-plan.js';
import { plansOfCascade } from '../plan/plans-of-cascade.js';
import { planOf, type Plan } from '../plan/plan.js';
import { readsDocument, type Reading } from './reads-document.js';
import { memoryOption, setOption } from './run-flags.js';

const HELP = `
One row per node that costs something: the level's size, tiles of its canvas, sampling steps, patches that go through the network.
FLOPs count the matrix products only, two for each multiply and add. Memory is the largest sum of tensors alive at one time; the
process and the libraries need more on top. Pure operators and bodies, yours too, are run on tensors that have shapes and no
numbers; a question mark stands for what cannot be counted. No backend is loaded. "within it" says how a level keeps within
--memory: tiles that go through the network together, and whether their context is kept during the level or made anew.

Examples:
  hpdm plan sample count=4                       the cost of sampling four videos
  hpdm plan pipelines/train.yaml batch=8         parameters, FLOPs a step, memory
  hpdm plan ucf101-s                             a cascade that comes with hpdm: sampling and training on one video
  hpdm plan pipelines/cascades/mnist.yaml        a cascade's file
  hpdm plan ucf101-s --memory 4GiB               how it samples within 4 GiB
  hpdm plan train --json                         the same numbers for a program`;

interface PlanFlags {
  readonly json?: true;
  readonly set: Reading['set'];
  readonly memory?: MemoryChoice;
}

/** `hpdm plan`. */
export const planCommand = (): Command =>
  readsDocument(
    new Command('plan')
      .summary('show the cost of a run: steps, parameters, FLOPs, memory')
      .description('Show the cost of a run before it starts: tiles, steps, parameters, FLOPs, memory.')
      .option('--json', 'the numbers as JSON')
      .addOption(setOption())
      .addOption(memoryOption())
      .addHelpText('after', HELP),
    true,
    async (reading, { json, memory }: PlanFlags) => {
      const plans = isCascadeFile(reading.file)
        ? await ofCascade(reading, memory)
        : [planOf(await load(reading.file, reading.set, [], memory))];
      if (json === true) process.stdout.write(`${JSON.stringify(plans.length === 1 ? plans[0] : plans, null, 2)}\n`);
      else process.stdout.write(plans.map(formatPlan).join('\n'));
    },
  );

async function ofCascade({ file, set }: Reading, memory?: MemoryChoice): Promise<Plan[]> {
  refuseSet(file, set, 'hpdm plan sample cascade=FILE …');
  return plansOfCascade(file, memory);
}
