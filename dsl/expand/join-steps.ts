import { findGraph } from '../document/library.js';
import { itemAt } from '../fault/item-at.js';
import { ownEntry } from '../fault/own-entry.js';
import { fail, type ChainCopy, type OperatorCopy, type Scope, type Wired } from './scope.js';

type Step = Scope | OperatorCopy;
type Link = NonNullable<Wired['link']>;

/**
 * Expand the steps of a chain in order. The single output of a step becomes the source of the next step's single required input
 * that has no other source.
 *
 * @param open expands a step with a given link; undefined if the step has faults
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

/** The link from the previous step; undefined, with a fault, if it is ambiguous. */
function linkOf(before: Step, wired: Wired): Link | undefined {
  const [outputs, inputs] = [outputsOf(before), freeInputs(wired)];
  // a step whose operator or graph is unknown has a fault already
  if (inputs === undefined) return undefined;
  const [output = '', input] = [outputs?.[0], inputs[0]];
  const refuse = (expected: string, names: readonly string[], hint: string): void => {
    fail(wired.scope, wired.trail, { code: 'E_CHAIN', expected, got: listed(names), try: hint });
  };
  const written = 'use a separate node outside the chain, and connect it with "in"';
  if (outputs !== undefined && outputs.length !== 1)
    refuse(`${whatIs(before)}, the previous step, to have one output`, outputs, written);
  if (inputs.length === 1 && input !== undefined) return { input, from: before, output };
  refuse(
    `${whatIs(wired)} to have one required input that is not connected`,
    inputs,
    inputs.length === 0 ? 'start the chain with it, or remove a name from its "in"' : 'name the others in its "in"',
  );
  return undefined;
}

const whatIs = (step: Step | Wired): string =>
  'step' in step ? `${step.step.op ?? step.step.graph}` : itemAt(step.nesting, step.nesting.length - 1).name;

const listed = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : `${names.length}: ${names.join(', ')}`;

function outputsOf(step: Step): readonly string[] | undefined {
  if (step.form === 'graph') return Object.keys(step.graph.out ?? {});
  const operator = ownEntry(step.scope.expansion.registry, step.op);
  return operator === undefined ? undefined : Object.keys(operator.out);
}

/** The required inputs of a step that are not connected. */
function freeInputs({ scope, step, trail }: Wired): readonly string[] | undefined {
  const { registry, library, faults } = scope.expansion;
  const isFree = (name: string): boolean => step.in?.[name] === undefined;
  if (step.graph !== undefined) {
    const named = findGraph(library, scope, [...trail, 'graph'], step.graph, faults);
    return named && Object.keys(named.graph.in ?? {}).filter(isFree);
  }
  const operator = step.op === undefined ? undefined : ownEntry(registry, step.op);
  return (
    operator &&
    Object.entries(operator.in)
      .filter(([name, port]) => port.optional !== true && isFree(name))
      .map(([name]) => name)
  );
}
