import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { freePorts } from '../../../../pipelines/cli/members/free-ports.js';

test('as many ports as are asked for, all different, and free', async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  for (const port of ports) {
    const server = createServer();
    await new Promise<void>((listening, failed) => {
      server.once('error', failed);
      server.listen(port, listening);
    });
    await new Promise((closed) => server.close(closed));
  }
});
