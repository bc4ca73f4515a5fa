import { Command } from 'commander';
import { load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { isCascadeFile, refuseSet } from './cascade-file.js';
import { formatPlan } from './plan/format-plan.js';
import { plansOfCascade } from './plan/plans-of-cascade.js';
import { planOf, type Plan } from './plan/plan.js';
import { setOption } from './run-flags.js';

const HELP = `
A row per node that costs something: the level's size, tiles of its canvas, sampling steps, patches that go through the network.
FLOPs are those of matrix products, two for each multiply and add. Memory is that of tensors, the largest sum alive at one time;
the process itself, and what libraries keep for themselves, come on top. Guidance, which takes every patch through the network
twice, is not counted. Nothing is built and no backend is loaded.

Examples:
  hpdm plan pipelines/sample.yaml --set count=4          what sampling four videos takes
  hpdm plan pipelines/train.yaml --set batch=8           parameters, FLOPs a step, memory
  hpdm plan pipelines/cascades/mnist.yaml                a cascade on its own: one video sampled, one trained on
  hpdm plan pipelines/train.yaml --json                  the same numbers for a program`;

interface PlanFlags {
  readonly json?: true;
  readonly set: Readonly<Record<string, string>>;
}

/** `hpdm plan`. */
export const planCommand = (): Command =>
  new Command('plan')
    .argument('<file>', 'pipeline document or cascade, YAML or JSON')
    .summary('say what a run will take: steps, parameters, FLOPs, memory')
    .description('Say what a run will take before anything of it is made: tiles, steps, parameters, FLOPs, memory.')
    .option('--json', 'the numbers as JSON')
    .addOption(setOption())
    .addHelpText('after', HELP)
    .action(async (file: string, { json, set }: PlanFlags) => {
      const plans = isCascadeFile(file) ? ofCascade(file, set) : [planOf(await load(file, set, operators))];
      if (json === true) process.stdout.write(`${JSON.stringify(plans.length === 1 ? plans[0] : plans, null, 2)}\n`);
      else process.stdout.write(plans.map(formatPlan).join('\n'));
    });

function ofCascade(file: string, set: PlanFlags['set']): Plan[] {
  refuseSet(file, set, 'hpdm plan pipelines/sample.yaml --set cascade=FILE …');
  return plansOfCascade(file);
}
