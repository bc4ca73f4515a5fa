import { expect, test } from '@jest/globals';
import type { Graph, GraphNode, RunEvent } from '../../../dsl/index.js';
import { contextOf } from '../../../dsl/run/context-of.js';
import { operators } from '../numbers.js';

const node = (steps?: number): GraphNode => {
  const operator = { ...operators['test.one'], ...(steps === undefined ? {} : { steps: () => steps }) };
  return { name: 'solve', operator, settings: {}, inputs: {}, sizes: {} } as unknown as GraphNode;
};

function heard(of: GraphNode, previews = false) {
  const events: RunEvent[] = [];
  const { signal } = new AbortController();
  const surroundings = {
    graph: { nodes: [of], registry: operators } as unknown as Graph,
    options: { seed: 7, previews },
    emit: (event: RunEvent) => void events.push(event),
    run: () => Promise.reject(new Error('nothing is run here')),
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
