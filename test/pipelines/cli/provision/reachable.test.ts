import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { isReachable } from '../../../../pipelines/cli/provision/reachable.js';

const CLOSED = 'http://127.0.0.1:9/';

test('a host that answers is reachable, whatever it answers', async () => {
  const server = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await isReachable(`http://127.0.0.1:${port}/`, {})).toBe(true);
  server.close();
});

test('a closed port is not, except behind a proxy, which may know better', async () => {
  expect(await isReachable(CLOSED, {})).toBe(false);
  expect(await isReachable(CLOSED, { HTTPS_PROXY: 'http://proxy:3128' })).toBe(true);
});
