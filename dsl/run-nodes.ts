import { catchError, lastValueFrom, merge, Subject, throwError, type Observable } from 'rxjs';
import { HpdmError, runFailure } from './error.js';
import { flow, type Wiring } from './flow.js';
import type { Graph, GraphNode } from './graph.js';
import type { Lease } from './lease.js';

/** Wire all nodes of a graph, then start its sources: everybody listens before anybody speaks. Ends when every node has. */
export async function runNodes(graph: Graph, wiring: Wiring): Promise<void> {
  for (const node of graph.nodes) {
    for (const port of Object.keys(node.operator.out)) wiring.outputs.set(`${node.name}.${port}`, new Subject<Lease>());
  }
  const streams = graph.nodes.map((node) => named(node, flow(node, wiring)));
  await lastValueFrom(merge(...streams.reverse()), { defaultValue: undefined });
}

/** Errors of a node carry its name and where it was written. */
const named = (node: GraphNode, stream: Observable<never>): Observable<never> =>
  stream.pipe(catchError((error: unknown) => throwError(() => nameError(node, error))));

function nameError(node: GraphNode, error: unknown): unknown {
  if (error instanceof HpdmError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return runFailure(
    { code: 'E_OPERATOR_FAILED', place: node.place, path: `${node.path} (${node.operator.id})`, message },
    error,
  );
}
