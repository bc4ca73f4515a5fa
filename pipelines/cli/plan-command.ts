import { Command } from 'commander';
import { HpdmError, type MemoryChoice } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { isCascadeFile, refuseSet } from './cascade-file.js';
import { faultsAsJson } from './faults-as-json.js';
import { formatPlan } from '../plan/format-plan.js';
import { formatMembersCost, membersCost, type MembersCost } from '../plan/members-cost.js';
import { plansOfCascade } from '../plan/plans-of-cascade.js';
import { planOf, type Plan } from '../plan/plan.js';
import { shareOf } from './members/members-flags.js';
import { readsDocument, type Reading } from './reads-document.js';
import { atLeastOne, anyNumber, given, memoryOption, setOption } from './run-flags.js';

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
  hpdm plan train --json                         the same numbers for a program
  hpdm plan train batch=32 --members 4           what each of 4 members sends a step; docs/many-machines.md
  hpdm plan train --members 8 --gflops 400 --gbits 25   and the part of the time in which it computes
  hpdm plan t2v --members 8 --memory 80GiB       what each of 8 members holds of a network that one does not hold`;

interface PlanFlags {
  readonly json?: true;
  readonly set: Reading['set'];
  readonly memory?: MemoryChoice;
  readonly members?: number;
  readonly gflops?: number;
  readonly gbits: number;
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
      .option('--members <n>', 'members of a training: the plan of one of them, and what it sends', atLeastOne)
      .option(
        '--gflops <x>',
        'GFLOP/s of a member in training, for the efficiency; hpdm doctor measures products',
        anyNumber,
      )
      .option('--gbits <x>', 'Gbit/s of its network connection', anyNumber, 10)
      .addHelpText('after', HELP),
    true,
    (reading, flags: PlanFlags) => faultsAsJson(flags.json, () => show(reading, flags)),
  );

async function show(reading: Reading, flags: PlanFlags): Promise<void> {
  const { json, memory } = flags;
  const plans = isCascadeFile(reading.file)
    ? await ofCascade(reading, flags)
    : [planOf(await load(reading.file, reading.set, [], memory, shareOf(flags, undefined)))];
  const told = plans.map((plan) => ({ plan, network: networkOf(plan, flags) }));
  if (flags.members !== undefined && told.every(({ network }) => network === undefined)) refuseMembers(plans, flags);
  const asData = told.map(({ plan, network }) => ({ ...plan, ...given({ network }) }));
  const asText = told.map(({ plan, network }) => formatPlan(plan) + (network ? formatMembersCost(network) : ''));
  if (json === true) process.stdout.write(`${JSON.stringify(asData.length === 1 ? asData[0] : asData, null, 2)}\n`);
  else process.stdout.write(asText.join('\n'));
}

/** What members have to send; undefined where the flags do not ask for it, and for what does not train. */
function networkOf(plan: Plan, { members, gflops, gbits }: PlanFlags): MembersCost | undefined {
  if (members === undefined) return undefined;
  const speed = gflops === undefined ? {} : { flopsPerSecond: 1e9 * gflops };
  return membersCost(plan, { members, bitsPerSecond: 1e9 * gbits, ...speed });
}

function refuseMembers(plans: readonly Plan[], { members }: PlanFlags): never {
  const got = `${members} for ${plans.map(({ title }) => title).join(', ')}`;
  throw new HpdmError({
    ...{ code: 'E_SET', path: '--members', expected: 'a document that trains, and members', got },
    ...{ try: 'hpdm plan train batch=32 --members 4' },
  });
}

async function ofCascade({ file, set }: Reading, { memory, members }: PlanFlags): Promise<Plan[]> {
  refuseSet(file, set, 'hpdm plan sample cascade=FILE …');
  return plansOfCascade(file, memory, members);
}
