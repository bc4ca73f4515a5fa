import { findGraph } from '../document/library.js';
import { fail, type ChainCopy, type OperatorCopy, type Scope, type Wired } from './scope.js';

type Step = Scope | OperatorCopy;
type Link = NonNullable<Wired['link']>;

/**
 * Open the steps of a chain in order, each fed by the one before: the single output of a step goes into the single input of
 * the next that nothing else feeds and that must be fed.
 *
 * @param open makes a step, its link known; nothing where it has faults of its own
 */
export function joinSteps(steps: readonly Wired[], open: (wired: Wired) => Step | undefined): ChainCopy | undefined {
  const joined: Step[] = [];
  for (const wired of steps) {
    const before = joined.at(-1);
    const link = before === undefined ? undefined : linkOf(before, wired);
    const step = open(link === undefined ? wired : { ...wired, link });
    if (step === undefined) return undefined;
    joined.push(step);
  }
  return { form: 'chain', steps: joined };
}

/** What a step is fed by; nothing, and a fault, where it is not clear what goes where. */
function linkOf(before: Step, wired: Wired): Link | undefined {
  const [outputs, inputs] = [outputsOf(before), freeInputs(wired)];
  // a step whose operator or graph is not known has a fault of its own
  if (inputs === undefined) return undefined;
  const [output = '', input] = [outputs?.[0], inputs[0]];
  const refuse = (expected: string, names: readonly string[], hint: string): void => {
    fail(wired.scope, wired.trail, { code: 'E_CHAIN', expected, got: listed(names), try: hint });
  };
  const written = 'feed it with "in" from a node of its own, outside the chain';
  if (outputs !== undefined && outputs.length !== 1)
    refuse(`${whatIs(before)}, the step before, to have one output`, outputs, written);
  if (inputs.length === 1 && input !== undefined) return { input, from: before, output };
  refuse(
    `${whatIs(wired)} to have one input that must be fed and is not`,
    inputs,
    inputs.length === 0 ? 'begin the chain with it, or take a name out of its "in"' : 'name the others in its "in"',
  );
  return undefined;
}

const whatIs = (step: Step | Wired): string =>
  ('step' in step ? (step.step.op ?? step.step.graph) : step.nesting.at(-1)?.name) ?? 'the step';

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : `${names.length}: ${names.join(', ')}`;

function outputsOf(step: Step): readonly string[] | undefined {
  if (step.form === 'graph') return Object.keys(step.graph.out ?? {});
  const operator = step.scope.expansion.registry[step.op];
  return operator === undefined ? undefined : Object.keys(operator.out);
}

/** The inputs of a step that must be fed and that nothing feeds. */
function freeInputs({ scope, step, trail }: Wired): readonly string[] | undefined {
  const { registry, library, faults } = scope.expansion;
  const isFree = (name: string): boolean => step.in?.[name] === undefined;
  if (step.graph !== undefined) {
    const named = findGraph(library, scope, [...trail, 'graph'], step.graph, faults);
    return named && Object.keys(named.graph.in ?? {}).filter(isFree);
  }
  const operator = registry[step.op ?? ''];
  return (
    operator &&
    Object.entries(operator.in)
      .filter(([name, port]) => port.optional !== true && isFree(name))
      .map(([name]) => name)
  );
}
