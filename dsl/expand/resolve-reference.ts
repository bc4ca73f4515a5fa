import { describeGraph } from '../document/written.js';
import { ownEntry } from '../fault/own-entry.js';
import { BODY_INPUT, type Endpoint } from '../graph/graph.js';
import { suggestion } from '../fault/nearest.js';
import type { Trail } from '../document/source.js';
import { fail, type Copy, type Ends, type Part, type Scope, type Turn, type Wired } from './scope.js';
import { substituteAt } from './substitute-at.js';

/** The result of a reference that has a fault already, so that its reader gets no second fault. */
export const FAULTY: Endpoint = { node: '', port: '' };
const FAULT: Ends = { several: false, ends: [FAULTY] };

/** After `else`: nothing. */
const NONE = 'none';
const REFERENCE = /^([A-Za-z][\w-]*)(?:\[([^\]]*)\])?\.([A-Za-z]\w*)$/;
const FORMS = 'node.port; of a repeated node: node[<].port, node[last].port, node[0].port or node[*].port';

/** The source of a node's input; undefined if it is not connected, or for `[<]` in the first copy. */
export function endsOf(wired: Wired, input: string, seen: readonly string[] = []): Ends | undefined {
  const { link, step, scope, turn } = wired;
  if (link?.input === input) return outputOf(link.from, link.output, seen);
  const written = ownEntry(step.in, input);
  if (written === undefined) return undefined;
  const trail = [...wired.trail, 'in', input];
  if (typeof written === 'string') return resolveReference(scope, written, turn, trail, seen);
  const all = written.map((text, index) => resolveReference(scope, text, turn, [...trail, index], seen));
  return { several: true, ends: all.flatMap((one) => one?.ends ?? []) };
}

/** The source of an output of a node's copy. */
export function outputOf(copy: Copy, port: string, seen: readonly string[]): Ends | undefined {
  if (copy.form === 'operator') return { several: false, ends: [{ node: copy.name, port }] };
  if (copy.form === 'chain') {
    const last = copy.steps.at(-1);
    return last === undefined ? FAULT : outputOf(last, port, seen);
  }
  const inner = ownEntry(copy.graph.out, port);
  if (typeof inner !== 'string') return FAULT;
  const within = [...copy.trail, 'out', port];
  const key = `${copy.prefix} ${port}`;
  if (seen.includes(key)) {
    const got = [...seen.slice(seen.indexOf(key)), key].map((step) => step.replace(/\.? /, '.')).join(' → ');
    fail(copy, within, { code: 'E_CYCLE', expected: 'no cycle', got });
    return FAULT;
  }
  return resolveReference(copy, inner, { node: '', bindings: copy.bindings }, within, [...seen, key]);
}

/**
 * The source that a reference in a scope refers to; of `a[<].port else b.port` or `a[2].port else b.port` the second, where there is no such
 * copy; of `a[last].port else b.port` too, where there are no copies. `else none` leaves the input unconnected there.
 */
export function resolveReference(
  scope: Scope,
  written: string,
  turn: Turn,
  trail: Trail,
  seen: readonly string[] = [],
): Ends | undefined {
  const text = substituteAt(written, turn, scope, trail) as string | undefined;
  if (text === undefined) return FAULT;
  const [own = text, other] = text.split(/\s+else\s+(.*)/s);
  if (other === undefined) return resolveOne(scope, text, turn, trail, seen);
  if (/\[(<|last|\d+)\]/.test(own)) {
    // both are resolved in every copy, so that a mistake in one is found
    const copy = resolveOne(scope, own, turn, trail, seen, true);
    const otherwise = other === NONE ? undefined : resolveOne(scope, other, turn, trail, seen);
    if (copy === undefined) return otherwise;
    scope.expansion.spare.push(...(otherwise?.ends ?? []));
    return copy;
  }
  const expected = '"else" after a copy that may not be there: node[<].port, node[last].port or node[2].port';
  fail(scope, trail, { code: 'E_REFERENCE', expected, got: `"${text}"`, try: own });
  return FAULT;
}

/** The source that a reference without `else` refers to; `missing`: whether a copy may be missing. */
function resolveOne(
  scope: Scope,
  text: string,
  turn: Turn,
  trail: Trail,
  seen: readonly string[],
  missing = false,
): Ends | undefined {
  const refuse = (expected: string, hint?: string): Ends => {
    const tried = hint ?? suggestion(text, referable(scope));
    fail(scope, trail, { code: 'E_REFERENCE', expected, got: `"${text}"`, try: tried });
    return FAULT;
  };
  const [, name, which, port = ''] = REFERENCE.exec(text) ?? [];
  if (name === undefined) return refuse(FORMS, meantBy(text, scope));
  if (name === BODY_INPUT) {
    if (ownEntry(scope.graph.in, port) !== undefined) return scope.outer(port, seen);
    return refuse(
      'an input of this graph',
      suggestion(port, Object.keys(scope.graph.in ?? {}), (input) => `${BODY_INPUT}.${input}`),
    );
  }
  const part = scope.parts.get(name);
  if (part === undefined)
    return refuse(
      'the name of a node',
      suggestion(name, [...scope.parts.keys()], (node) => text.replace(name, node)),
    );
  if (part.copies === undefined) return FAULT;
  if (!part.repeated && which !== undefined)
    return refuse(`"${name}.${port}": the node "${name}" has no "for"`, `${name}.${port}`);
  if (missing && isMissing(part.copies, part, which)) return undefined;
  const chosen = choose(part.copies, which, part, turn, refuse, name, port);
  if (!Array.isArray(chosen)) return chosen;
  const before = text.slice(0, text.lastIndexOf('.'));
  const checked = chosen.filter((copy) => checkOutput(copy, before, port, refuse));
  if (checked.length < chosen.length) return FAULT;
  const all = checked.map((copy) => outputOf(copy, port, seen));
  return which === '*' ? { several: true, ends: all.flatMap((one) => one?.ends ?? []) } : all[0];
}

/** A suggestion for a text that is not a reference. */
function meantBy(text: string, { parts, expansion }: Scope): string | undefined {
  const [, node, which, port] = /^([\w-]+)\.(<|last|\d+|\*)\.(\w+)$/.exec(text) ?? [];
  if (node !== undefined && which !== undefined && port !== undefined) return `${node}[${which}].${port}`;
  const copy = parts.get(text)?.copies?.[0];
  if (copy === undefined) return undefined;
  const last = copy.form === 'chain' ? copy.steps.at(-1) : copy;
  const outputs = last?.form === 'operator' ? ownEntry(expansion.registry, last.op)?.out : last?.graph.out;
  return (
    Object.keys(outputs ?? {})
      .map((output) => `${text}.${output}`)
      .join(' or ') || undefined
  );
}
/** The references that are possible in a scope; the names of operators' outputs are not known here. */
const referable = (scope: Scope): string[] => [
  ...[...scope.parts].map(([name, { repeated }]) => `${name}${repeated ? '[last]' : ''}.PORT`),
  ...Object.keys(scope.graph.in ?? {}).map((name) => `${BODY_INPUT}.${name}`),
];

/** Whether a numbered copy is not among those of a repeated node, or it has no copies. */
const isMissing = ({ length }: readonly Copy[], { repeated, first }: Part, which = ''): boolean =>
  repeated && (length === 0 || (/^\d+$/.test(which) && !(Number(which) >= first && Number(which) < first + length)));

/** The copies that `[<]`, `[last]`, `[*]` or a number selects, or the result to return if there are none. */
function choose(
  copies: readonly Copy[],
  which: string | undefined,
  { repeated, first }: Part,
  turn: Turn,
  refuse: (expected: string, hint?: string) => Ends,
  name: string,
  port: string,
): Copy[] | Ends | undefined {
  if (!repeated || which === '*') return [...copies];
  if (which === undefined) {
    const hint = `${name}[last].${port}, or ${name}[*].${port} for all of them`;
    return refuse(`which copy of "${name}": [last], [*], a number, or [<] for the previous one`, hint);
  }
  if (which === '<') {
    if (turn.index === undefined) {
      const hint = `${name}[last].${port}`;
      return refuse('[<], the previous copy, only in a node with "for"', hint);
    }
    if (turn.index <= first) return undefined;
  }
  const last = first + copies.length - 1;
  const before = turn.index === undefined ? NaN : turn.index - 1;
  const index = which === '<' ? before : which === 'last' ? last : Number(which);
  const copy = /^(<|last|\d+)$/.test(which) ? copies[index - first] : undefined;
  if (copy !== undefined) return [copy];
  return copies.length === 0
    ? refuse(
        `a copy of "${name}", whose "for" is over an empty list`,
        `${name}[${which}].${port} else NODE.PORT, or ${name}[*].${port} where none will do`,
      )
    : refuse(
        `copy ${first === last ? first : `${first} to ${last}`}, [<], [last] or [*] of "${name}"`,
        `${name}[last].${port}`,
      );
}

/** Check that a copy of a sub-graph has an output; for operators, the checker does this. */
function checkOutput(
  copy: Copy,
  before: string,
  port: string,
  refuse: (expected: string, hint?: string) => Ends,
): boolean {
  const last = copy.form === 'chain' ? copy.steps.at(-1) : copy;
  if (last?.form !== 'graph' || ownEntry(last.graph.out, port) !== undefined) return true;
  refuse(
    `an output of ${describeGraph(last)}`,
    suggestion(port, Object.keys(last.graph.out ?? {}), (output) => `${before}.${output}`),
  );
  return false;
}
