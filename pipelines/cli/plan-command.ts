import { Command } from 'commander';
import { load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { isCascadeFile, refuseSet } from './cascade-file.js';
import { formatPlan } from '../plan/format-plan.js';
import { plansOfCascade } from '../plan/plans-of-cascade.js';
import { planOf, type Plan } from '../plan/plan.js';
import { setOption } from './run-flags.js';

const HELP = `
One row per node that costs something: the level's size, tiles of its canvas, sampling steps, patches that go through the network.
FLOPs count the matrix products only, two for each multiply and add. Memory is the largest sum of tensors alive at one time; the
process and the libraries need more on top. Pure operators and bodies, yours too, are run on tensors that have shapes and no
numbers; a question mark stands for what cannot be counted. No backend is loaded.

Examples:
  hpdm plan pipelines/sample.yaml --set count=4          the cost of sampling four videos
  hpdm plan pipelines/train.yaml --set batch=8           parameters, FLOPs a step, memory
  hpdm plan pipelines/cascades/mnist.yaml                a cascade alone: sampling one video, training on one video
  hpdm plan pipelines/train.yaml --json                  the same numbers for a program`;

interface PlanFlags {
  readonly json?: true;
  readonly set: Readonly<Record<string, string>>;
}

/** `hpdm plan`. */
export const planCommand = (): Command =>
  new Command('plan')
    .argument('<file>', 'pipeline document or cascade, YAML or JSON')
    .summary('show the cost of a run: steps, parameters, FLOPs, memory')
    .description('Show the cost of a run before it starts: tiles, steps, parameters, FLOPs, memory.')
    .option('--json', 'the numbers as JSON')
    .addOption(setOption())
    .addHelpText('after', HELP)
    .action(async (file: string, { json, set }: PlanFlags) => {
      const plans = isCascadeFile(file) ? await ofCascade(file, set) : [planOf(await load(file, set, operators))];
      if (json === true) process.stdout.write(`${JSON.stringify(plans.length === 1 ? plans[0] : plans, null, 2)}\n`);
      else process.stdout.write(plans.map(formatPlan).join('\n'));
    });

async function ofCascade(file: string, set: PlanFlags['set']): Promise<Plan[]> {
  refuseSet(file, set, 'hpdm plan pipelines/sample.yaml --set cascade=FILE …');
  return plansOfCascade(file);
}
