import {
  Out,
  Outs,
  Ref,
  type AllOf,
  type ArgumentsOf,
  type BodyIns,
  type BodyOuts,
  type FeedsOf,
  type InsOf,
  type Inputs,
  type Nothing,
  type OperatorLike,
  type Params,
  type RefsOf,
  type Results,
  type ResultsOf,
  type SettingsOf,
  type UseOf,
} from './ref.js';
import { filled, mapValues, written } from './written.js';
import type { Cascade } from '../cascade/cascade.js';
import type { AnyOperator } from '../contract/operator.js';
import type {
  BodyDocument,
  GraphDocument,
  NodeDocument,
  ParameterDocument,
  PipelineDocument,
} from '../document/pipeline-document.js';

/** The header of a graph, which comes before its nodes. */
export interface GraphHeader<P extends Params, I extends Inputs> {
  readonly about?: string;
  readonly params?: P;
  /** Inputs, if the graph is a node of other graphs. */
  readonly in?: I;
  readonly limits?: PipelineDocument['limits'];
}

/** The copies of a repeated node. */
export interface Copies<X> {
  readonly last: ResultsOf<X>;
  readonly all: AllOf<X>;
  /** The outputs of one copy, counted from 0. */
  readonly at: (index: number) => ResultsOf<X>;
}

/** A copy of a repeated node. */
export interface Copy<X, T> {
  readonly index: Ref<number>;
  readonly item: Ref<T>;
  /** The outputs of the previous copy; absent for the first. */
  readonly previous: ResultsOf<X>;
}

type What = OperatorLike | GraphDefinition;
type Drawn = Omit<NodeDocument, 'graph'> & { readonly graph?: GraphDefinition };
type BodyOf = (builder: BodyBuilder, inputs: Results) => Results;

/** Adds nodes to a graph. */
export class GraphBuilder {
  readonly nodes = new Map<string, Drawn>();
  readonly used = new Set<What>();

  /**
   * Add a node: an operator or a graph, the sources of its inputs, its settings, and a body if the operator calls one. Edges and settings
   * that do not fit do not compile.
   *
   * @returns the outputs of the node by name
   * fails RangeError when another node has the same name
   */
  node<X extends OperatorLike, E extends Results>(
    name: string,
    what: X,
    inputs: E & FeedsOf<X>,
    settings: SettingsOf<X>,
    body: (builder: BodyBuilder, inputs: BodyIns<X, E>) => BodyOuts<X>,
  ): ResultsOf<X>;
  node<X extends What>(name: string, what: X, ...rest: ArgumentsOf<X>): ResultsOf<X>;
  node(name: string, what: What, ...rest: readonly unknown[]): unknown {
    const [inputs, settings, body] = Object.keys(what.in).length > 0 || rest.length > 1 ? rest : [{}, ...rest];
    const whole = typeof body === 'function';
    const bodyParts = whole ? { body: bodyOf(what as OperatorLike, inputs as Results, body as BodyOf, this.used) } : {};
    this.#add(name, what, { ...formOf(what), ...partsOf(inputs, settings), ...bodyParts });
    return outputsOf(what, (port) => new Out(`${name}.${port}`));
  }

  /** Add a copy of a node per level of a cascade, from level `from` to level `to`; −1 is the last. */
  levels<X extends What>(
    name: string,
    cascade: Ref<Cascade>,
    what: X,
    use: (copy: Omit<Copy<X, never>, 'item'>) => UseOf<X>,
    { from = 0, to = -1 }: Readonly<Partial<Record<'from' | 'to', Ref<number> | number>>> = {},
  ): Copies<X> {
    return this.#repeat(name, `levels of ${String(cascade)} from ${String(from)} to ${String(to)}`, what, use);
  }

  /** Add a copy of a node per item of a list; with `spread: 'jobs'` copies that share nothing, for a farm. */
  each<T, X extends What>(
    name: string,
    items: Ref<readonly T[]> | readonly T[],
    what: X,
    use: (copy: Copy<X, T>) => UseOf<X>,
    more: { readonly spread?: 'jobs' } = {},
  ): Copies<X> {
    return this.#repeat(name, items instanceof Ref ? `each of ${String(items)}` : items, what, use, more);
  }

  #repeat<X extends What, T>(
    name: string,
    repeats: string | readonly unknown[],
    what: X,
    use: (copy: Copy<X, T>) => UseOf<X>,
    more: { readonly spread?: 'jobs' } = {},
  ): Copies<X> {
    const at = (which: string | number) =>
      outputsOf(what, (port) => new Out(`${name}[${which}].${port}`)) as ResultsOf<X>;
    const copy = { index: new Ref<number>('index'), item: new Ref<T>('item'), previous: at('<') };
    const { in: inputs, with: settings } = use(copy) as Readonly<Partial<Record<'in' | 'with', unknown>>>;
    this.#add(name, what, { for: repeats, ...more, ...formOf(what), ...partsOf(inputs, settings) });
    return { last: at('last'), all: outputsOf(what, (port) => new Outs(`${name}[*].${port}`)) as AllOf<X>, at };
  }

  #add(name: string, what: What, node: Drawn): void {
    if (this.nodes.has(name)) throw new RangeError(`two nodes are called "${name}"`);
    this.used.add(what);
    this.nodes.set(name, node);
  }
}

/** Adds pure operators to a body. */
export class BodyBuilder {
  readonly nodes: Record<string, BodyDocument['nodes'][string]> = {};
  constructor(private readonly used: Set<What>) {}

  node<X extends OperatorLike & { readonly form: 'pure' }>(
    name: string,
    operator: X,
    ...rest: ArgumentsOf<X>
  ): ResultsOf<X> {
    const [inputs, settings] = (Object.keys(operator.in).length > 0 ? rest : [{}, ...rest]) as readonly unknown[];
    this.used.add(operator);
    this.nodes[name] = { op: operator.id, ...(partsOf(inputs, settings) as Pick<BodyDocument['nodes'][string], 'in'>) };
    return outputsOf(operator, (port) => new Out(`${name}.${port}`)) as ResultsOf<X>;
  }
}

/** A graph: a complete document, or a node of other graphs. */
export class GraphDefinition<P extends Params = Params, I extends Inputs = Inputs, O extends Results = Results> {
  readonly params: P;
  readonly in: I;

  constructor(
    private readonly header: GraphHeader<P, I>,
    private readonly nodes: ReadonlyMap<string, Drawn>,
    readonly out: O,
    private readonly used: ReadonlySet<What>,
  ) {
    this.params = header.params ?? ({} as P);
    this.in = header.in ?? ({} as I);
  }

  /** The operators of its nodes and their bodies, also in the graphs that it uses. */
  get operators(): readonly AnyOperator[] {
    return [...new Set([...this.used].flatMap((what) => ('id' in what ? (what as AnyOperator) : what.operators)))];
  }

  /** The graph as a document, for `load` or to be written to a file. */
  get document(): PipelineDocument {
    const graphs = new Map<GraphDefinition, string>();
    const { about, ...parts } = this.#write(graphs);
    const named = Object.fromEntries([...graphs].map(([graph, name]) => [name, graph.#write(graphs)] as const));
    return { hpdm: 1, ...filled({ about, limits: this.header.limits }), ...parts, ...filled({ graphs: named }) };
  }

  /** This graph as an entry of `graphs`; the graphs that its nodes use, directly or indirectly, are added to `graphs` too. */
  #write(graphs: Map<GraphDefinition, string>): GraphDocument {
    const nodes = [...this.nodes].map(([name, { graph, ...node }]): [string, NodeDocument] => {
      if (graph === undefined) return [name, node];
      const known = graphs.get(graph) ?? freeName(name, [...graphs.values()]);
      if (!graphs.has(graph)) {
        graphs.set(graph, known);
        graph.#write(graphs);
      }
      return [name, { ...node, graph: known }];
    });
    return {
      ...filled({
        about: this.header.about,
        params: mapValues(this.params, ({ declaration }): ParameterDocument => declaration),
        in: mapValues(this.in, ({ description }) => description),
      }),
      nodes: Object.fromEntries(nodes),
      ...filled({ out: mapValues(this.out, String) }),
    };
  }
}

const formOf = (what: What): Pick<Drawn, 'op' | 'graph'> => ('id' in what ? { op: what.id } : { graph: what });

const partsOf = (inputs: unknown, settings: unknown): Pick<Drawn, 'in' | 'with'> =>
  filled({ in: written(inputs ?? {}), with: written(settings ?? {}) }) as Pick<Drawn, 'in' | 'with'>;

const outputsOf = <T>(what: What, output: (port: string) => T): Record<string, T> =>
  Object.fromEntries(Object.keys(what.out).map((port) => [port, output(port)]));

/** References to the inputs of a body, which are those that the operator passes and those of its node. */
function bodyOf(operator: OperatorLike, inputs: Results, build: BodyOf, used: Set<What>): BodyDocument {
  const builder = new BodyBuilder(used);
  const seen = { ...operator.body?.in, ...inputs };
  const out = build(
    builder,
    mapValues(seen as Readonly<Record<string, unknown>>, (_, name) => new Out(`in.${name}`)),
  );
  return { nodes: builder.nodes, out: mapValues(out, String) };
}

const freeName = (name: string, taken: readonly string[]): string => {
  if (!taken.includes(name)) return name;
  let count = 2;
  while (taken.includes(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
};

/**
 * Define a graph in TypeScript. It makes the same documents as YAML; the compiler checks edges and settings against the contracts.
 *
 * @param build adds the nodes; it receives the parameters and inputs that the header declares, and returns the outputs of the graph
 */
export function graph<
  const P extends Params = Nothing,
  const I extends Inputs = Nothing,
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type
  O extends Results | void = void,
>(
  header: GraphHeader<P, I>,
  build: (builder: GraphBuilder, params: RefsOf<P>, inputs: InsOf<I>) => O,
): GraphDefinition<P, I, O extends Results ? O : Nothing> {
  const builder = new GraphBuilder();
  const refs = mapValues(header.params ?? {}, (_, name) => new Ref(name)) as RefsOf<P>;
  const ins = mapValues(header.in ?? {}, (_, name) => new Out(`in.${name}`)) as InsOf<I>;
  const out = (build(builder, refs, ins) ?? {}) as O extends Results ? O : Nothing;
  return new GraphDefinition(header, builder.nodes, out, builder.used);
}
