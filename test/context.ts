import type { Context, Settings, Share, WrittenFile } from '../dsl/index.js';
import type { Parameters } from '../dsl/contract/contract.js';

/** A context to drive one operator by hand; what it says is kept in `warnings`, `notes`, `progressed` and `written`. */
export function testContext(overrides: Partial<Context> = {}) {
  const warnings: string[] = [];
  const notes: string[] = [];
  const progressed: [number, number | undefined][] = [];
  const written: WrittenFile[] = [];
  const context: Context = {
    node: 'node',
    seed: 0,
    first: 0,
    share: ALONE,
    signal: new AbortController().signal,
    body: () => {
      throw new Error('this operator was given no body');
    },
    progress: (done, total) => progressed.push([done, total]),
    metric: () => undefined,
    wrote: (file) => written.push(file),
    warn: (message) => warnings.push(message),
    note: (message) => notes.push(message),
    upstream: [],
    downstream: [],
    enough: () => undefined,
    run: () => Promise.reject(new Error('this operator runs no document here')),
    runPart: () => Promise.reject(new Error('this operator runs no document here')),
    nodesOf: () => Promise.reject(new Error('this operator reads no document here')),
    ...overrides,
  };
  return { ...context, warnings, notes, progressed, written };
}

/** The part of a run that no other run shares. */
export const ALONE: Share = { index: 0, of: 1 };

/** The settings of an operator: its defaults and what is given here. */
export function settingsOf<W extends Parameters>(parameters: W, given: Partial<Settings<W>>): Settings<W> {
  const defaults = Object.entries(parameters).map(([name, parameter]) => [name, parameter.default] as const);
  return { ...Object.fromEntries(defaults), ...given } as Settings<W>;
}

/** All items of a source. */
export async function itemsOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
