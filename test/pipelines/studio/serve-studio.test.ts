import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { MOST_BYTES } from '../../../pipelines/studio/read-body.js';
import { serveStudio } from '../../../pipelines/studio/serve-studio.js';
import { scratch } from '../cli/command-line.js';
import { asked, served } from './studio-server.js';

const folder = scratch();
const studio = await served({ folder, document: builtIn('sample.yaml') });

test('the page and its parts are served, and say where they come from', async () => {
  expect(await asked(studio, '')).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
  expect(await asked(studio, 'page.js')).toMatchObject({ status: 200, type: 'text/javascript; charset=utf-8' });
  expect((await asked(studio, 'LICENSES.txt')).text).toMatch(/preact[^]*MIT/);
  const { headers } = await asked(studio, '');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test('a page begins with the document, which is checked and drawn', async () => {
  const { document } = JSON.parse((await asked(studio, 'opening')).text) as {
    document: { file: string; text: string };
  };
  const body = JSON.stringify({ ...document, values: {}, open: [] });
  const { status, text } = await asked(studio, 'check', { method: 'POST', body });
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ faults: [], nodes: 16, drawing: { folded: ['level'] } });
});

describe('refused', () => {
  const cases: readonly (readonly [string, string, Parameters<typeof asked>[2], number, string])[] = [
    ['a wrong token', '//wrong/', {}, 403, 'E_FOREIGN'],
    ['no token', '//', {}, 403, 'E_FOREIGN'],
    ['another origin', 'opening', { headers: { origin: 'https://example.org' } }, 403, 'E_FOREIGN'],
    ['a name that leads here', 'opening', { headers: { host: 'rebound.example.org' } }, 403, 'E_FOREIGN'],
    ['../ in a path', '../../../etc/passwd', {}, 404, 'E_REQUEST'],
    ['../ in another writing', '..%2f..%2fpackage.json', {}, 404, 'E_REQUEST'],
    ['../ in the name of a document', 'document?file=../../etc/x.yaml', {}, 403, 'E_OUTSIDE'],
    ['something that every object has', 'constructor', {}, 404, 'E_REQUEST'],
    ['another method', 'opening', { method: 'DELETE' }, 404, 'E_REQUEST'],
    ['another form', 'check', { method: 'POST', body: '{"file":1}' }, 400, 'E_REQUEST_FORM'],
    ['no JSON', 'check', { method: 'POST', body: '{' }, 400, 'E_REQUEST_FORM'],
  ];
  test.each(cases)('%s', async (_, path, options, status, code) => {
    const answer = await asked(studio, path, options);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ faults: [{ code }] });
  });

  test('a document of 100 MB, before it is sent; one that does not say its size, as soon as it is too large', async () => {
    const headers = { 'content-length': `${100 * 2 ** 20}` };
    expect(await asked(studio, 'check', { method: 'POST', headers, body: 'x' })).toMatchObject({ status: 413 });
    const large = JSON.stringify('x'.repeat(MOST_BYTES));
    const unsaid = { 'transfer-encoding': 'chunked' };
    expect(await asked(studio, 'check', { method: 'POST', headers: unsaid, body: large })).toMatchObject({
      status: 413,
    });
  });
});

test('it listens on this machine alone', async () => {
  const { port } = new URL(studio.url);
  const others = Object.values(networkInterfaces()).flatMap((all = []) => all.filter(({ internal }) => !internal));
  for (const { address } of others) {
    await expect(fetch(`http://${address.includes(':') ? `[${address}]` : address}:${port}/`)).rejects.toThrow();
  }
  expect(new URL(studio.url).hostname).toBe('127.0.0.1');
});

test('a port that is asked for and taken is a fault; the usual one gives way to a free one', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await expect(serveStudio({ folder, document: builtIn('sample.yaml'), port })).rejects.toThrow('E_PORT');
  taken.close();
  const second = await serveStudio({ folder, document: builtIn('sample.yaml') });
  expect(new URL(second.url).port).not.toBe(new URL(studio.url).port);
  await second.close();
});

test('a document that is not there is a fault before anything is served', async () => {
  await expect(serveStudio({ folder, document: 'none.yaml' })).rejects.toThrow('E_FILE');
});
