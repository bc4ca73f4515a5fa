import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { load, type PipelineDocument, type RunEvent } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
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

test('a run that waits for a sender says so, and Ctrl-C cancels it at once', async () => {
  const document: PipelineDocument = {
    hpdm: 1,
    nodes: {
      clip: { op: 'video.read', with: { path: 'tcp://127.0.0.1:0?listen=1' } },
      file: { op: 'video.write', in: { frames: 'clip.frames' }, with: { path: join(folder, 'sent', 'a.mp4') } },
    },
  };
  const waiting = execute(await load(document, {}, operators), {
    quiet: true,
    onEvent: (event) => {
      if (event.type !== 'note') return;
      expect(event.message).toBe('waiting for a sender at tcp://127.0.0.1:0?listen=1; Ctrl-C ends it');
      process.emit('SIGINT');
    },
  });
  await expect(waiting).rejects.toMatchObject({ code: 'E_CANCELLED', exitCode: 130 });
  expect(entries(folder)).not.toContain('sent');
});
