import type { NodeDocument, StepDocument } from '../document/pipeline-document.js';
import { joinSteps } from './join-steps.js';
import { stepNames } from './step-names.js';
import { findGraph, type Named } from '../document/library.js';
import { nearest, suggestion } from '../fault/nearest.js';
import type { Trail } from '../document/source.js';
import { formatTrail } from '../document/decode.js';
import { endsOf } from './resolve-reference.js';
import { settingsAt } from './substitute-at.js';
import { fail, type Copy, type OperatorCopy, type Part, type Scope, type Wired } from './scope.js';
import { bindParameters } from './bind-parameters.js';
import { at, describeGraph, describeUse } from '../document/written.js';
import { itemAt } from '../fault/item-at.js';
import type { Bindings } from './substitute.js';
import { turnsOf } from './turns-of.js';

/** Expand all nodes of a scope: repeated nodes into copies, graphs into their nodes, chains into steps. */
export function expandNodes(scope: Scope): Scope {
  for (const [name, node] of Object.entries(scope.graph.nodes)) scope.parts.set(name, openPart(scope, name, node));
  return scope;
}

function openPart(scope: Scope, name: string, node: NodeDocument): Part {
  const trail = [...scope.trail, 'nodes', name];
  const [repeated, spread] = [node.for !== undefined, node.spread !== undefined];
  const turns = node.for === undefined ? [{ node: name, bindings: scope.bindings }] : turnsOf(scope, name, node.for);
  const first = turns?.[0]?.index ?? 0;
  if (!checkForm(scope, trail, node) || turns === undefined) return { repeated, spread, first, copies: undefined };
  const copies = turns.map((turn) => {
    const copyName = `${scope.prefix}${name}${turn.index === undefined ? '' : `.${turn.index}`}`;
    if (node.chain === undefined) return openStep({ scope, step: node, trail, name: copyName, turn });
    return openChain({ scope, step: node, trail, name: copyName, turn }, node.chain);
  });
  return { repeated, spread, first, copies: copies.every((copy) => copy !== undefined) ? copies : undefined };
}

/** Check that a node is exactly one of operator, graph and chain. */
function checkForm(scope: Scope, trail: Trail, node: NodeDocument): boolean {
  const forms = (['op', 'graph', 'chain'] as const).filter((form) => node[form] !== undefined);
  if (forms.length !== 1) {
    const got = forms.length === 0 ? 'none of them' : forms.join(' and ');
    // in a document that extends another, the name may be a misspelling of a node there
    const others = Object.keys(scope.graph.nodes).filter((name) => name !== trail.at(-1));
    const meant = forms.length === 0 ? nearest(String(trail.at(-1)), others) : undefined;
    const example = forms.length === 0 ? 'op: the id of an operator; hpdm ops lists them' : 'remove all but one';
    const hint = meant === undefined ? example : `did you mean "${meant}"?`;
    fail(scope, trail, { code: 'E_NODE', expected: 'one of "op", "graph" and "chain"', got, try: hint });
    return false;
  }
  const form = itemAt(forms, 0);
  const misplaced = {
    op: [] as const,
    graph: ['body'] as const,
    chain: ['in', 'with', 'body'] as const,
  }[form].filter((key) => node[key] !== undefined);
  for (const key of misplaced) {
    const expected = form === 'chain' ? `"${key}" in the steps of the chain` : 'a body only with "op"';
    fail(scope, [...trail, key], {
      code: 'E_NODE',
      expected,
      got: `"${key}" beside "${form}"`,
      try: `move "${key}" there`,
    });
  }
  if (node.spread !== undefined && node.for === undefined) {
    const [expected, got] = ['"spread" beside "for": its copies are what is spread', '"spread" without "for"'];
    fail(scope, [...trail, 'spread'], { code: 'E_NODE', expected, got, try: "for: 'each of ${LIST}'" });
  }
  return true;
}

/** Nodes and graphs that a document may expand to. */
const MOST_NODES = 20_000;
/** Graphs that may stand inside one another. */
const DEEPEST = 64;

/** Count a node; one over the limit is a fault, and nothing is opened after it. */
function isTooMany({ scope, trail }: Wired): boolean {
  const { opened } = scope.expansion;
  opened.count += 1;
  if (opened.count === MOST_NODES + 1) {
    const [expected, got] = [`no more than ${MOST_NODES} nodes in all`, 'more, where this one is expanded'];
    fail(scope, trail, { code: 'E_TOO_MANY_NODES', expected, got, try: 'fewer copies, or several documents' });
  }
  return opened.count > MOST_NODES;
}

/** Expand a node or step that is an operator or a graph; undefined if its graph has faults. */
function openStep(wired: Wired): Scope | OperatorCopy | undefined {
  if (isTooMany(wired)) return undefined;
  const { step } = wired;
  if (step.op !== undefined) return { ...wired, form: 'operator', op: step.op };
  return step.graph === undefined ? undefined : openGraph(wired, step.graph);
}

function openChain(wired: Wired, steps: readonly StepDocument[]): Copy | undefined {
  const { scope, trail, name, turn } = wired;
  if (steps.length === 0) {
    fail(scope, [...trail, 'chain'], {
      code: 'E_CHAIN',
      expected: 'one or more steps',
      got: '[]',
      try: 'chain: [{ op: … }, { op: … }]',
    });
    return undefined;
  }
  const at = (index: number): Trail => [...trail, 'chain', index];
  if (!steps.map((step, index) => checkForm(scope, at(index), step)).every(Boolean)) return undefined;
  const names = stepNames(steps);
  const wiredAt = (step: StepDocument, index: number): Wired => {
    return { scope, step, trail: at(index), name: `${name}.${itemAt(names, index)}`, turn };
  };
  return joinSteps(steps.map(wiredAt), openStep);
}

/** A copy of the graph that a node refers to, with its parameters bound. */
function openGraph(wired: Wired, text: string): Scope | undefined {
  const { scope, trail, name } = wired;
  const { library, faults } = scope.expansion;
  const named = findGraph(library, scope, [...trail, 'graph'], text, faults);
  if (named === undefined) return undefined;
  const id = `${named.source.file} ${formatTrail(named.trail)}`;
  const nesting = [...scope.nesting, { id, name: text }];
  const first = nesting.findIndex((around) => around.id === id);
  if (first < scope.nesting.length) {
    const got = nesting.slice(first).map((graph) => graph.name);
    failRecursion(scope, trail, got.join(' → '));
    return undefined;
  }
  if (nesting.length > DEEPEST) {
    const [expected, got] = [`no more than ${DEEPEST} graphs inside one another`, `${nesting.length}`];
    fail(scope, [...trail, 'graph'], {
      code: 'E_NESTING',
      expected,
      got,
      try: 'write the nodes of some graphs into the graphs that use them',
    });
    return undefined;
  }
  checkInputNames(wired, named.graph.in ?? {}, describeGraph(named));
  return expandNodes({
    ...named,
    form: 'graph',
    expansion: scope.expansion,
    bindings: bindingsOf(wired, named),
    prefix: `${name}.`,
    usedBy: describeUse(scope, trail),
    nesting,
    parts: new Map(),
    outer: (input, seen) => endsOf(wired, input, seen),
  });
}

/** The parameters of a copy of a graph, from the `with` of the node that names it. */
function bindingsOf({ scope, step, trail, turn }: Wired, named: Named): Bindings {
  const given = {
    values: settingsAt(step.with, turn, scope, [...trail, 'with']),
    at: (key: string, part: Trail = []) => at(scope, [...trail, 'with', key, ...part]),
    how: (key: string, value: string) => `with: { ${key}: ${value} }`,
    texts: false,
  };
  const declared = { params: named.graph.params ?? {}, source: named.source, trail: named.trail };
  return bindParameters(declared, given, scope.expansion.presets, scope.expansion.faults);
}

const failRecursion = (scope: Scope, trail: Trail, got: string): void => {
  fail(scope, [...trail, 'graph'], {
    code: 'E_RECURSION',
    expected: 'a graph that does not contain itself',
    got,
    try: 'use for: to repeat a graph',
  });
};

/** Check that every name under `in` is an input of the graph. */
function checkInputNames({ scope, step, trail }: Wired, inputs: Readonly<Record<string, string>>, graph: string): void {
  for (const name of Object.keys(step.in ?? {}).filter((name) => !Object.hasOwn(inputs, name))) {
    const hint = suggestion(name, Object.keys(inputs));
    fail(scope, [...trail, 'in', name], {
      code: 'E_INPUT_UNKNOWN',
      expected: `an input of ${graph}`,
      got: name,
      try: hint,
    });
  }
}
