import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import { Feed } from '../../../pipelines/studio/feed.js';
import type { News } from '../../../pipelines/studio/protocol.js';

let told = 0;
const feed = new Feed((curves) => ({ canPause: true, ...(curves ? { series: [] } : {}), told: (told += 1) }) as News);
const server = createServer((_, response) => feed.add(response, { 'x-own': 'yes' })).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => {
  server.close();
});

test('a page is told at once, then together what was new in a moment, until the end', async () => {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect([response.headers.get('content-type'), response.headers.get('x-own')]).toEqual(['text/event-stream', 'yes']);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toMatch(/^data: \{"canPause":true,"series":\[\],.*\}\n\n$/);
  for (let i = 0; i < 50; i++) feed.changed();
  expect((await reader?.read())?.value?.match(/data: /g)).toHaveLength(1);
  feed.close();
  expect((await reader?.read())?.done).toBe(true);
});
