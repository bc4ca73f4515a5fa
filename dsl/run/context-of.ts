import { compileBody } from './compile-body.js';
import { documentsOf, type Surroundings } from './documents-of.js';
import type { Context } from '../contract/context.js';
import { downstreamOf } from '../graph/downstream-of.js';
import { upstreamOf } from '../graph/upstream-of.js';
import type { GraphNode } from '../graph/graph.js';

/** What a context needs from its node. */
export interface OfNode {
  /** Aborted when the node is to stop. */
  readonly signal: AbortSignal;
  /** Ends the node after the item in progress. */
  readonly enough: () => void;
}

/** The context that a running operator gets besides its inputs; progress without a total gets the total that follows from the settings. */
export const contextOf =
  (node: GraphNode, surroundings: Surroundings) =>
  ({ signal, enough }: OfNode): Context => {
    const { graph, options, emit } = surroundings;
    const { name, operator, settings } = node;
    const { share = { index: 0, of: 1 } } = graph;
    const { seed = 0, first = 0, previews = false } = options;
    const known = operator.steps?.(settings);
    return {
      node: name,
      seed,
      first,
      share,
      ...(share.of > 1 && { asked: options.enough }),
      signal,
      body: compileBody(node.body),
      upstream: upstreamOf(graph.nodes, name, share),
      downstream: downstreamOf(graph.nodes, name),
      enough,
      ...documentsOf(surroundings),
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
