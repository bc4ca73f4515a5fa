import { existsSync } from 'node:fs';
import { join, parse } from 'node:path';
import { HpdmError, type Graph, type UnsavedDocument } from '../../dsl/index.js';
import { load } from '../api/load.js';
import type { Declared } from './protocol.js';

type Values = Readonly<Record<string, unknown>>;

/**
 * The values of a run whose outputs replace nothing: paths that the document's parameters name and its nodes write get a number where a
 * file is there already, the same for all of them. What nodes without an end write, such as the folder of a training, stays.
 *
 * fails like `load`
 */
export async function freshOutputs(
  document: UnsavedDocument,
  values: Values,
  declared: Readonly<Record<string, Declared>>,
): Promise<Record<string, unknown>> {
  const graph = await load(document, values);
  const written = writtenBy(graph);
  const outputs = Object.entries(declared).flatMap(([name, { type }]) => {
    const path = graph.parameters[name];
    return type === 'path' && typeof path === 'string' && written.has(path) ? [[name, path] as const] : [];
  });
  for (let number = 1; number < 10_000; number += 1) {
    const named = outputs.map(([name, path]) => [name, numbered(path, number)] as const);
    if (named.every(([, path]) => !existsSync(path))) return { ...values, ...Object.fromEntries(named) };
  }
  const [expected, advice] = ['a name that is free', 'another folder, or remove old results'];
  throw new HpdmError({ code: 'E_EXISTS', expected, got: outputs.map(([, path]) => path).join(', '), try: advice });
}

/** The files that a graph writes to its end. */
function writtenBy({ nodes }: Graph): ReadonlySet<string> {
  const ending = nodes.filter(({ operator, settings }) => operator.endless?.(settings) !== true);
  return new Set(ending.flatMap(({ operator, settings }) => Object.values(operator.files?.(settings).writes ?? {})));
}

/** `out/fox.mp4`, then `out/fox-2.mp4`. */
function numbered(path: string, number: number): string {
  if (number === 1) return path;
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-${number}${ext}`);
}
