import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { load, type RunEvent } from '../../../dsl/index.js';
import { execute } from '../../../pipelines/cli/execute.js';
import { entries, scratch } from './command-line.js';
import { costly, document } from '../plan/costly.js';

const folder = scratch();

test('a graph without tensors runs without a backend; its events are told and logged', async () => {
  const events: RunEvent[] = [];
  const log = join(folder, 'events.jsonl');
  await execute(await load(document('1GiB'), {}, costly), {
    quiet: true,
    events: log,
    onEvent: (event) => events.push(event),
  });
  expect(events.at(-1)).toMatchObject({ type: 'finished' });
  expect(entries(folder)).toContain('events.jsonl');
});

test('a graph that needs more than its document allows is refused before it runs', async () => {
  const events: RunEvent[] = [];
  const graph = await load(document('4MiB'), {}, costly);
  await expect(execute(graph, { quiet: true, onEvent: (event) => events.push(event) })).rejects.toMatchObject({
    code: 'E_MEMORY',
  });
  expect(events).toEqual([]);
});

test('no listener for signals stays', async () => {
  const before = process.listenerCount('SIGINT');
  await execute(await load(document('1GiB'), {}, costly), { quiet: true });
  expect(process.listenerCount('SIGINT')).toBe(before);
});
