import { formatPort, mayBeMissing, type AnyOperator, type Parameter, type Ports } from '../../../dsl/index.js';

/** A port as `hpdm ops` shows it. */
export interface PortEntry {
  readonly name: string;
  /** Kind, layout, element type and range. */
  readonly type: string;
  /** For inputs only: whether it may be left unconnected, and whether it takes every copy of a repeated node. */
  readonly optional?: true;
  readonly list?: true;
}

/** A parameter as `hpdm ops` shows it. */
export interface ParameterEntry {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  /** The limit of the run that it is where it is left out. */
  readonly limit?: 'memory';
  /** Whether it is that of the nodes at the other ends of its edges where it is left out. */
  readonly inferred?: boolean;
}

/** What applies where a parameter is left out, in words; undefined where it has a default or is required. */
export function leftOut({ required, default: value, limit, inferred }: ParameterEntry): string | undefined {
  if (required) return 'required';
  if (value !== undefined) return undefined;
  if (limit !== undefined) return 'as the run';
  return inferred === true ? 'as connected' : 'none';
}

/** What an operator's contract says, as plain data. */
export interface OperatorPage {
  readonly id: string;
  readonly summary: string;
  /** The form of the operator in words. */
  readonly form: string;
  readonly in: readonly PortEntry[];
  readonly out: readonly PortEntry[];
  readonly with: readonly ParameterEntry[];
  readonly body?: { readonly in: readonly PortEntry[]; readonly out: readonly PortEntry[] };
}

/** What an operator's contract says, as plain data. */
export function operatorPage(operator: AnyOperator): OperatorPage {
  const { id, summary, body } = operator;
  const page = {
    id,
    summary,
    form: formOf(operator),
    in: portEntries(operator.in),
    out: portEntries(operator.out),
    with: Object.entries(operator.with).map(([name, parameter]) => parameterEntry(name, parameter)),
  };
  return body === undefined ? page : { ...page, body: { in: portEntries(body.in), out: portEntries(body.out) } };
}

/** The first word of an id: `patch` of `patch.tiles`. */
export const familyOf = ({ id }: Pick<OperatorPage, 'id'>): string => id.split('.')[0] ?? id;

/** Pages by family, both in alphabetical order. */
export function pagesByFamily(operators: Readonly<Record<string, AnyOperator>>): [string, OperatorPage[]][] {
  const pages = Object.values(operators)
    .map(operatorPage)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const families = [...new Set(pages.map(familyOf))];
  return families.map((family) => [family, pages.filter((page) => familyOf(page) === family)]);
}

/** The bounds of a parameter and its unit in words: `≥ 1, ≤ 64 pixels`; empty if it has none. */
export const boundsOf = ({ min, max, unit }: ParameterEntry): string =>
  [
    [min === undefined ? [] : [`≥ ${min}`], max === undefined ? [] : [`≤ ${max}`]].flat().join(', '),
    unit === undefined ? '' : unit,
  ]
    .filter((part) => part !== '')
    .join(' ');

const portEntries = (ports: Ports): PortEntry[] =>
  Object.entries(ports).map(([name, port]) => ({
    name,
    type: formatPort(port),
    ...(port.optional === true ? { optional: true as const } : {}),
    ...(port.list === true ? { list: true as const } : {}),
  }));

function parameterEntry(name: string, parameter: Parameter): ParameterEntry {
  const { name: type, description, min, max, unit, limit, inferred } = parameter;
  const required = parameter.default === undefined && !mayBeMissing(parameter) && limit === undefined;
  return {
    name,
    type,
    description,
    required,
    ...(parameter.default === undefined ? {} : { default: parameter.default }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(unit === undefined ? {} : { unit }),
    ...(limit === undefined ? {} : { limit }),
    ...(inferred === true ? { inferred } : {}),
  };
}

function formOf(operator: AnyOperator): string {
  switch (operator.form) {
    case 'pure':
      return 'pure: may stand in a body';
    case 'source':
      return operator.emits === 'one' ? 'source of one item' : 'source of a stream';
    case 'stage':
      if (operator.body !== undefined) return 'stage: one output per item, calls a body';
      return Object.keys(operator.out).length === 0 ? 'sink' : 'stage: one output per item';
    case 'window':
      return 'window: sees several items of a stream at once';
    case 'flow':
      return 'flow: reads a whole stream and makes another';
  }
}
