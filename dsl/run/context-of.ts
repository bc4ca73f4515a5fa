import { compileBody } from './compile-body.js';
import type { Context } from '../contract/context.js';
import type { RunEvent } from '../contract/run-event.js';
import type { GraphNode } from '../graph/graph.js';
import type { RunOptions } from './running.js';

/** The context that a running operator gets besides its inputs; progress without a total gets the total that follows from the settings. */
export const contextOf =
  (node: GraphNode, { seed = 0, first = 0, previews = false }: RunOptions, emit: (event: RunEvent) => void) =>
  (signal: AbortSignal): Context => {
    const { name, operator, settings } = node;
    const known = operator.steps?.(settings);
    return {
      node: name,
      seed,
      first,
      signal,
      body: compileBody(node.body),
      progress: (done, total = known, note) => {
        const more = { ...(total === undefined ? {} : { total }), ...(note === undefined ? {} : { note }) };
        emit({ type: 'progress', node: name, done, ...more });
      },
      metric: (values) => emit({ type: 'metric', node: name, values }),
      preview: previews ? (picture) => emit({ type: 'preview', node: name, picture }) : undefined,
      wrote: (file) => emit({ type: 'wrote', node: name, ...file }),
      warn: (message) => emit({ type: 'warning', node: name, message }),
    };
  };
