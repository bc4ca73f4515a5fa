import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openEventLog } from '../../../pipelines/cli/event-log.js';
import { scratch } from './command-line.js';

const folder = scratch();
const never = (): void => {
  throw new Error('nothing is lost here');
};

test('every event is a line, a picture without its pixels', async () => {
  const file = join(folder, 'events.jsonl');
  const log = openEventLog(file, never);
  log.write({ type: 'warning', node: 'clip', message: 'slow' });
  log.write({ type: 'preview', node: 'solve', picture: { width: 2, height: 1, channels: 1, data: new Uint8Array(2) } });
  await log.close();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { type: 'warning', node: 'clip', message: 'slow' },
    { type: 'preview', node: 'solve', picture: { width: 2, height: 1, channels: 1 } },
  ]);
});

test('without events the file is empty', async () => {
  const file = join(folder, 'none.jsonl');
  await openEventLog(file, never).close();
  expect(readFileSync(file, 'utf8')).toBe('');
});

test('a file that cannot be opened is refused before anything runs', () => {
  expect(() => openEventLog(join(folder, 'nowhere/events'), never)).toThrow(/nowhere\/events {2}E_EVENTS_FILE/);
});
