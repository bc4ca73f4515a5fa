import { load } from '../check/load.js';
import { compileBody } from './compile-body.js';
import type { Context } from '../contract/context.js';
import type { RunEvent } from '../contract/run-event.js';
import { earlierRun } from '../graph/earlier-run.js';
import { upstreamOf } from '../graph/upstream-of.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import type { RunOptions } from './running.js';

/** What a context needs from the run around it. */
export interface Surroundings {
  readonly graph: Graph;
  readonly options: RunOptions;
  readonly emit: (event: RunEvent) => void;
  /** Runs another graph to its end. */
  readonly run: (graph: Graph, options: RunOptions) => Promise<void>;
}

/** What a context needs from its node. */
export interface OfNode {
  /** Aborted when the node is to stop. */
  readonly signal: AbortSignal;
  /** Ends the node after the item in progress. */
  readonly enough: () => void;
}

/** The context that a running operator gets besides its inputs; progress without a total gets the total that follows from the settings. */
export const contextOf =
  (node: GraphNode, { graph, options, emit, run }: Surroundings) =>
  ({ signal, enough }: OfNode): Context => {
    const { name, operator, settings } = node;
    const { seed = 0, first = 0, previews = false } = options;
    const known = operator.steps?.(settings);
    return {
      node: name,
      seed,
      first,
      signal,
      body: compileBody(node.body),
      upstream: upstreamOf(graph.nodes, name),
      enough,
      run: async (document, given, seed) => {
        const inner = await load(document, given, graph.registry);
        const { signal, admit } = options;
        admit?.(inner);
        await run(inner, { seed, ...(signal && { signal }), ...(admit && { admit }) });
      },
      runPart: async (label, document, given) => {
        const inner = await load(document, given, graph.registry);
        options.admit?.(inner);
        const before = earlierRun(inner);
        if (before?.complete === true) return true;
        const onEvent = (event: RunEvent): void => {
          if ('node' in event) emit({ ...event, node: `${label}.${event.node}` });
        };
        await run(inner, { ...options, first: before?.item ?? 0, onEvent });
        return options.enough?.aborted !== true || earlierRun(inner)?.complete === true;
      },
      progress: (done, total = known, note) => {
        const more = { ...(total === undefined ? {} : { total }), ...(note === undefined ? {} : { note }) };
        emit({ type: 'progress', node: name, done, ...more });
      },
      metric: (values) => emit({ type: 'metric', node: name, values }),
      preview: previews ? (picture) => emit({ type: 'preview', node: name, picture }) : undefined,
      wrote: (file) => emit({ type: 'wrote', node: name, ...file }),
      warn: (message) => emit({ type: 'warning', node: name, message }),
      note: (message, details) =>
        emit({ type: 'note', node: name, message, ...(details === undefined ? {} : { details }) }),
    };
  };
