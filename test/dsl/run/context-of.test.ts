import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Stopped } from '../../../dsl/contract/contract.js';
import type { Graph, GraphNode, RunEvent } from '../../../dsl/index.js';
import { contextOf, type Surroundings } from '../../../dsl/run/context-of.js';
import { folderOf, operators } from '../numbers.js';

const node = (steps?: number): GraphNode => {
  const operator = { ...operators['test.one'], ...(steps === undefined ? {} : { steps: () => steps }) };
  return { name: 'solve', operator, settings: {}, inputs: {}, sizes: {} } as unknown as GraphNode;
};

function heard(
  of: GraphNode,
  previews = false,
  admit?: (graph: Graph) => void,
  run: Surroundings['run'] = () => Promise.reject(new Error('nothing is run here')),
  changed: object = {},
) {
  const events: RunEvent[] = [];
  const { signal } = new AbortController();
  const graph = { nodes: [of], registry: { ...operators, ...changed } } as unknown as Graph;
  const surroundings = {
    graph,
    options: { seed: 7, previews, ...(admit && { admit }) },
    emit: (event: RunEvent) => void events.push(event),
    run,
  };
  return { events, signal, context: contextOf(of, surroundings)({ signal, enough: () => undefined }) };
}

test('an operator knows its node and the seed, and is told to stop by its own signal', () => {
  const { context, signal } = heard(node());
  expect(context).toMatchObject({ node: 'solve', seed: 7 });
  expect(context.signal).toBe(signal);
});

test('what it says names its node', () => {
  const { context, events } = heard(node());
  context.warn('slow');
  context.wrote({ path: 'a.mp4', bytes: 3, facts: { frames: 2 } });
  context.metric({ loss: 2 });
  context.note('begins', ['here']);
  expect(events).toEqual([
    { type: 'warning', node: 'solve', message: 'slow' },
    { type: 'wrote', node: 'solve', path: 'a.mp4', bytes: 3, facts: { frames: 2 } },
    { type: 'metric', node: 'solve', values: { loss: 2 } },
    { type: 'note', node: 'solve', message: 'begins', details: ['here'] },
  ]);
});

test('progress has the total that it says, else the one its settings tell, else none', () => {
  const [known, unknown] = [heard(node(12)), heard(node())];
  known.context.progress(1);
  known.context.progress(2, 4, 'level 1');
  unknown.context.progress(1);
  expect([...known.events, ...unknown.events]).toEqual([
    { type: 'progress', node: 'solve', done: 1, total: 12 },
    { type: 'progress', node: 'solve', done: 2, total: 4, note: 'level 1' },
    { type: 'progress', node: 'solve', done: 1 },
  ]);
});

test('pictures are shown only where they are wanted', () => {
  expect(heard(node()).context.preview).toBeUndefined();
  const { context, events } = heard(node(), true);
  const picture = { width: 1, height: 1, channels: 1 as const, data: new Uint8Array(1) };
  context.preview?.(picture);
  expect(events).toEqual([{ type: 'preview', node: 'solve', picture }]);
});

test('a document that a node runs may be refused before it runs', async () => {
  const folder = folderOf({
    'inner.yaml': 'hpdm: 1\nabout: Inner.\nnodes: { one: { op: test.one } }\nout: { n: one.value }\n',
  });
  const { context } = heard(node(), false, ({ about }) => {
    throw new Error(`refused: ${about}`);
  });
  await expect(context.run(join(folder, 'inner.yaml'), {}, 0)).rejects.toThrow('refused: Inner.');
  const free = heard(node()).context;
  await expect(free.run(join(folder, 'inner.yaml'), {}, 0)).rejects.toThrow('nothing is run here');
});

test('a document that is a part of the run goes on where it stopped, speaks with its label, and is not run again when it is complete', async () => {
  const folder = folderOf({
    'part.yaml': 'hpdm: 1\nabout: Part.\nnodes: { one: { op: test.one } }\nout: { n: one.value }\n',
  });
  const runs: [string, number | undefined][] = [];
  const run: Surroundings['run'] = ({ about }, { seed, first, onEvent }) => {
    runs.push([about, first]);
    onEvent?.({ type: 'warning', node: 'one', message: `seed ${seed}` });
    onEvent?.({ type: 'finished', seconds: 1 });
    return Promise.resolve();
  };
  const part = async (stopped?: Stopped) => {
    const of = node();
    const { events, context } = heard(of, false, undefined, run, {
      'test.one': { ...operators['test.one'], stoppedAt: () => stopped },
    });
    return { done: await context.runPart('first', join(folder, 'part.yaml'), {}), events };
  };
  expect(await part()).toEqual({ done: true, events: [{ type: 'warning', node: 'first.one', message: 'seed 7' }] });
  expect(await part({ item: 3, complete: false })).toMatchObject({ done: true });
  expect(await part({ item: 9, complete: true })).toEqual({ done: true, events: [] });
  expect(runs).toEqual([
    ['Part.', 0],
    ['Part.', 3],
  ]);
});
