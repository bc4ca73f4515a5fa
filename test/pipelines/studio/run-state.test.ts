import { expect, test } from '@jest/globals';
import type { RunEvent } from '../../../index.js';
import { RunState } from '../../../pipelines/studio/run-state.js';

const about = { id: '1', file: 'a.yaml', values: {}, seed: 0, began: '2026-01-01T00:00:00.000Z' };
const after = (...events: readonly RunEvent[]): RunState => {
  const state = new RunState(about);
  for (const event of events) state.see(event, 'cpu', 1024);
  return state;
};
const started: RunEvent = { type: 'started', nodes: [{ name: 'a', op: 'x.y', total: 4 }] };

test('a page that comes late sees how far every node is, what was said and what was written', () => {
  const state = after(
    started,
    { type: 'progress', node: 'a', done: 1 },
    { type: 'progress', node: 'a', done: 3, note: 'half' },
    { type: 'warning', node: 'a', message: 'slow' },
    { type: 'wrote', node: 'a', path: 'out/a.mp4', bytes: 5 },
    { type: 'ended', node: 'a' },
    { type: 'finished', seconds: 2 },
  );
  expect(state.view()).toMatchObject({
    ...{ phase: 'running', device: 'cpu', bytes: 1024, seconds: 2, wrote: ['out/a.mp4'] },
    nodes: [{ name: 'a', op: 'x.y', done: 3, total: 4, ended: true }],
    said: [{ node: 'a', text: 'slow', warns: true }],
  });
  expect(state.view().nodes[0]?.pace).toContain('half');
});

test('the newest picture of a node is kept, and their number tells a page that it is new', () => {
  const picture = (grey: number): RunEvent => ({
    type: 'preview',
    node: 'a',
    picture: { width: 1, height: 1, channels: 1, data: Uint8Array.from([grey]) },
  });
  const state = after(started, picture(1), picture(2));
  expect(state.pictureOf('a')?.data[0]).toBe(2);
  expect(state.view().nodes[0]?.pictures).toBe(2);
  expect(state.pictureOf('b')).toBeUndefined();
});

test('curves have a point for every step, and of a long run as many as can be seen', () => {
  const metric = (step: number): RunEvent => ({ type: 'metric', node: 'a', values: { step, loss: 1 / step } });
  expect(after(metric(1), metric(2)).series()).toEqual([{ node: 'a', name: 'loss', x: [1, 2], y: [1, 0.5] }]);
  const [long] = after(...Array.from({ length: 10_000 }, (_, i) => metric(i + 1))).series();
  expect(long?.x.length).toBeLessThanOrEqual(1000);
  expect(long?.x.length).toBe(long?.y.length);
  expect(long?.x.at(-1)).toBeGreaterThan(9_900);
});
