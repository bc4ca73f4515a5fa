import { counted } from '../fault/counted.js';
import type { AnyOperator } from '../contract/operator.js';
import { idsWhere, type Registry } from '../contract/registry.js';
import { disagreement, domainsOf, type Domain } from '../graph/domain.js';
import { portOf, type Draft } from './draft.js';
import type { Fault } from '../fault/fault.js';
import { entryOf } from '../fault/entry-of.js';

type Domains = ReadonlyMap<string, Domain>;

/**
 * Find nodes at which a run would stall: joins of streams that come from one gate at different paces, and windows over more items than
 * a gate admits.
 *
 * @param nodes in an order in which each comes after those it reads
 * @param inFlight number of items that a gate admits
 * @param registry the operators to recommend
 * @param faults collects E_STALL, E_WINDOW
 */
export function checkRates(nodes: readonly Draft[], inFlight: number, registry: Registry, faults: Fault[]): void {
  const windows = nodes.flatMap((node) => (node.operator.form === 'window' ? [[node, node.operator] as const] : []));
  // the span of a window with wrong settings is unknown
  if (windows.some(([{ sound }]) => !sound)) return;
  const before = faults.length;
  for (const [node, operator] of windows) checkLengths(node, operator, faults);
  if (faults.length > before) return;
  const domains = domainsOf(nodes);
  for (const node of nodes) checkJoin(node, domains, faults);
  for (const [node] of windows) checkSpan(node, domains, inFlight, registry, faults);
}

function checkLengths(
  { settings, at }: Draft,
  { id, size, step }: AnyOperator & { readonly form: 'window' },
  faults: Fault[],
): void {
  const [length, stride] = [size(settings), step(settings)];
  if (length >= 1 && stride >= 1) return;
  const got = `windows of ${counted(length, 'item')}, ${stride} apart`;
  const expected = `${id} to see at least 1 item and to advance by at least 1`;
  faults.push({ ...at(['with']), code: 'E_WINDOW', expected, got, try: 'settings of at least 1' });
}

/** Check that the streams that a node joins keep step with each other. */
function checkJoin(node: Draft, domains: Domains, faults: Fault[]): void {
  const streams = Object.entries(node.inputs).flatMap(([member, { node: origin, port }]) => {
    const domain = domains.get(origin);
    return domain === undefined ? [] : [{ input: portOf(member), name: `${origin}.${port}`, domain }];
  });
  for (const [index, stream] of streams.entries()) {
    for (const other of streams.slice(0, index)) {
      const gate = disagreement(other.domain, stream.domain);
      if (gate === undefined) continue;
      const pace = ({ name, domain }: typeof stream): string => `${name}   ${describePace(domain, gate)}`;
      faults.push({
        ...node.at(['in', stream.input]),
        code: 'E_STALL',
        message: `inputs "${other.input}" and "${stream.input}" both come from ${gate} but do not keep step: the run would stall`,
        expected: pace(other),
        got: pace(stream),
        try: 'read both before the node that changes the pace, or both after it',
      });
      return;
    }
  }
}

/** The pace of a stream in words: `once for every 2 items of digits`. */
function describePace(domain: Domain, gate: string): string {
  const steps = entryOf(domain, gate).through.map((step) =>
    typeof step === 'number' ? `once for every ${step} items` : `once for every item that ${step} makes`,
  );
  return `${steps.length === 0 ? 'once for every item' : steps.reverse().join(' of a stream that comes ')} of ${gate}`;
}

const makesMany = (operator: AnyOperator): boolean => operator.form === 'source' && operator.emits === 'many';

/** Check that all items of a window can be in flight together. */
function checkSpan(
  { name, operator, at }: Draft,
  domains: Domains,
  inFlight: number,
  registry: Registry,
  faults: Fault[],
): void {
  const domain = entryOf(domains, name);
  if (domain.size === 0) {
    const got = 'inputs with only one item';
    const hint = `connect it to a source of many items${idsWhere(registry, makesMany)}`;
    faults.push({ ...at(['in']), code: 'E_WINDOW', expected: `a stream for ${operator.id}`, got, try: hint });
  }
  for (const [gate, { span }] of domain) {
    if (span <= inFlight) continue;
    faults.push({
      ...at(['with']),
      code: 'E_WINDOW',
      message: `${operator.id} needs ${span} items of ${gate} together, but at most ${inFlight} are in flight at a time: the run would stall`,
      expected: `inFlight ≥ ${span}, or a shorter window`,
      got: `inFlight ${inFlight}`,
      try: `limits: { inFlight: ${span} }`,
    });
  }
}
