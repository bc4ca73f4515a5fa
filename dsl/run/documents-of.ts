import { load } from '../check/load.js';
import type { Context, DocumentNode } from '../contract/context.js';
import type { RunEvent } from '../contract/run-event.js';
import { earlierRun } from '../graph/earlier-run.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { refuseOtherRun } from '../graph/refuse-other-run.js';
import type { RunOptions } from './running.js';

/** What a context needs from the run around it. */
export interface Surroundings {
  readonly graph: Graph;
  readonly options: RunOptions;
  readonly emit: (event: RunEvent) => void;
  /** Runs another graph to its end. */
  readonly run: (graph: Graph, options: RunOptions) => Promise<void>;
}

/** How an operator runs other documents: on its own, or as a part of its run. */
export function documentsOf({ graph, options, emit, run }: Surroundings): Pick<Context, 'run' | 'runPart' | 'nodesOf'> {
  const { signal, enough, admit } = options;
  const read = (document: string, given: Readonly<Record<string, unknown>>): Promise<Graph> =>
    load(document, given, graph.registry, graph.presets);
  const loaded = async (document: string, given: Readonly<Record<string, unknown>>): Promise<Graph> => {
    const inner = await read(document, given);
    admit?.(inner);
    return inner;
  };
  return {
    nodesOf: async (document, given) => (await read(document, given)).nodes.map(described),
    run: async (document, given, seed) => {
      const inner = await loaded(document, given);
      await run(inner, { seed, ...(signal && { signal }), ...(admit && { admit }) });
    },
    runPart: async (label, document, given, seed) => {
      const inner = await loaded(document, given);
      const before = earlierRun(inner);
      if (before !== undefined) refuseOtherRun(inner, seed ?? options.seed ?? 0);
      if (before?.complete === true) return true;
      const onEvent = (event: RunEvent): void => {
        if ('node' in event) emit({ ...event, node: `${label}.${event.node}` });
      };
      await run(inner, { ...options, ...(seed !== undefined && { seed }), first: before?.item ?? 0, onEvent });
      return enough?.aborted !== true || earlierRun(inner)?.complete === true;
    },
  };
}

const described = ({ name, operator, settings, inputs, body }: GraphNode): DocumentNode => ({
  ...{ name, op: operator.id, parameters: operator.with, settings },
  inputs: Object.fromEntries(Object.entries(inputs).map(([input, { node, port }]) => [input, `${node}.${port}`])),
  reads: operator.files?.(settings).reads ?? {},
  body: body?.nodes.map(described) ?? [],
});
