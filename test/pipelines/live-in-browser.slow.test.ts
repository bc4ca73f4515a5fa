import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { chromium, type Page } from 'playwright-core';
import { appeared } from '../operators/video/appeared.js';
import { chromiumPath } from './browser.js';

const bin = fileURLToPath(new URL('../../pipelines/cli/bin.js', import.meta.url));
const hls = createRequire(import.meta.url).resolve('hls.js/dist/hls.min.js');
const folder = mkdtempSync(join(tmpdir(), 'hpdm-live-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const inBrowser = chromiumPath === undefined ? test.skip : test;
if (chromiumPath === undefined) console.warn('skipped: no Chromium on the PATH to watch the playlist in');

/** A camera that never ends, to a live playlist and to a recording. */
const DOCUMENT = {
  hpdm: 1,
  nodes: {
    camera: { op: 'video.read', with: { path: 'lavfi:testsrc2=s=320x240:r=25,realtime', chunk: 5 } },
    live: {
      op: 'video.write',
      in: { frames: 'camera.frames' },
      with: { path: join(folder, 'live.m3u8'), mode: 'live', preset: 'ultrafast' },
    },
    recording: {
      op: 'video.write',
      in: { frames: 'camera.frames' },
      with: { path: join(folder, 'recording.mp4'), preset: 'ultrafast' },
    },
  },
};

/** A page that plays `name` from its query, with hls.js where it is a playlist. */
const PAGE = `<!doctype html><video muted autoplay></video><script src="hls.js"></script><script>
  const video = document.querySelector('video');
  const name = location.search.slice(1);
  window.faults = [];
  video.addEventListener('error', () => faults.push(video.error.message));
  if (name.endsWith('.m3u8')) {
    const hls = new Hls();
    hls.on(Hls.Events.ERROR, (_, { fatal, details }) => fatal && faults.push(details));
    hls.loadSource(name);
    hls.attachMedia(video);
  } else video.src = name;
</script>`;

/** Serve the folder. @returns the server and the address of a page that plays a file */
async function serve(): Promise<{ server: Server; pageOf: (name: string) => string }> {
  const server = createServer((request, response) => {
    const name = basename(new URL(request.url ?? '/', 'http://host').pathname);
    const path = name === 'hls.js' ? hls : join(folder, name);
    if (name === 'page') response.setHeader('content-type', 'text/html').end(PAGE);
    else if (existsSync(path)) createReadStream(path).pipe(response);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, pageOf: (name) => `http://127.0.0.1:${port}/page?${name}` };
}

/** Wait until an expression of the page is true; what the player complains of is an error. */
async function until(page: Page, expression: string): Promise<void> {
  await page.waitForFunction(`faults.length > 0 || (${expression})`, undefined, { timeout: 60_000 });
  expect(await page.evaluate('faults')).toEqual([]);
}

inBrowser(
  'a camera is watched live in a browser while the run goes on; stopped, its recording plays to its end',
  async () => {
    writeFileSync(join(folder, 'live.json'), JSON.stringify(DOCUMENT));
    const { server, pageOf } = await serve();
    const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
    const run = spawn(process.execPath, [bin, 'run', join(folder, 'live.json'), '-q'], { stdio: 'inherit' });
    try {
      await appeared(join(folder, 'live.m3u8'));
      const page = await browser.newPage();
      await page.goto(pageOf('live.m3u8'));
      await until(page, 'video.currentTime > 1 && !video.paused');
      const before = Number(await page.evaluate('video.currentTime'));
      await until(page, `video.currentTime > ${before + 3}`);
      expect(run.exitCode).toBeNull();

      run.kill('SIGINT');
      expect(await once(run, 'close')).toEqual([0, null]);
      await page.goto(pageOf('recording.mp4'));
      await until(page, 'video.duration > 4');
      await page.evaluate('void (video.playbackRate = 8)');
      await until(page, 'video.ended');
    } finally {
      run.kill('SIGKILL');
      await browser.close();
      server.close();
    }
  },
);
