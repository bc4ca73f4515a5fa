import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { partOf, sendFile } from '../../../pipelines/studio/send-file.js';
import { scratch } from '../cli/command-line.js';

const path = join(scratch(), 'a.mp4');
writeFileSync(path, '0123456789');
const server = createServer((request, response) => {
  void sendFile(response, path, { 'content-type': 'video/mp4' }, request.headers.range);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => {
  server.close();
});

const get = async (range?: string) => {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, range === undefined ? {} : { headers: { range } });
  return { status: response.status, range: response.headers.get('content-range'), text: await response.text() };
};

test('a file is sent whole, or the part that a player asks for', async () => {
  expect(await get()).toEqual({ status: 200, range: null, text: '0123456789' });
  expect(await get('bytes=2-4')).toEqual({ status: 206, range: 'bytes 2-4/10', text: '234' });
  expect(await get('bytes=7-')).toEqual({ status: 206, range: 'bytes 7-9/10', text: '789' });
  expect(await get('bytes=-3')).toEqual({ status: 206, range: 'bytes 7-9/10', text: '789' });
  expect(await get('bytes=10-')).toMatchObject({ status: 416, range: 'bytes */10' });
});

test.each([
  ['bytes=0-99', { start: 0, end: 9 }],
  ['bytes=5-2', 'outside'],
  ['bytes=-', undefined],
  ['lines=1-2', undefined],
  [undefined, undefined],
])('%s of 10 bytes is %j', (range, part) => {
  expect(partOf(range, 10)).toEqual(part);
});
