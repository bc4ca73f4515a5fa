import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { chromiumPath } from '../browser.js';
import { scratch } from '../cli/command-line.js';
import { served } from './studio-server.js';
import { opened } from './studio-page.js';

const inBrowser = chromiumPath === undefined ? test.skip : test;
if (chromiumPath === undefined) console.warn('skipped: no Chromium on the PATH to open the studio in');

const PAIRS = 250;
const pairs = Array.from(
  { length: PAIRS },
  (_, i) =>
    `  read${i}: { op: video.read, with: { path: a${i}.mp4 } }\n` +
    `  write${i}: { op: video.write, in: { frames: read${i}.frames }, with: { path: b${i}.mp4 } }\n`,
);
const folder = scratch();
const before = process.cwd();
process.chdir(folder);
afterAll(() => process.chdir(before));
writeFileSync(join(folder, 'wide.yaml'), `hpdm: 1\nnodes:\n${pairs.join('')}`);
const studio = await served({ folder, document: 'wide.yaml' });

/** Pan the graph for two seconds, as fast as the page draws; frames per second. */
const PAN = `new Promise((resolve) => {
  const graph = document.querySelector('.graph');
  const { left, top } = graph.getBoundingClientRect();
  let frames = 0;
  const began = performance.now();
  const step = () => {
    graph.dispatchEvent(new WheelEvent('wheel', { deltaX: 12 * Math.sin(frames / 20), deltaY: 3, clientX: left, clientY: top, cancelable: true }));
    frames += 1;
    const seconds = (performance.now() - began) / 1000;
    if (seconds < 2) requestAnimationFrame(step);
    else resolve(frames / seconds);
  };
  requestAnimationFrame(step);
})`;

inBrowser('a graph of 500 nodes is panned at 30 frames a second or more', async () => {
  const { page, errors } = await opened(studio.url);
  await page.getByText(`Nothing wrong, ${2 * PAIRS} nodes`).waitFor();
  const rates = [await page.evaluate<number>(PAN), await page.evaluate<number>(PAN)];
  console.info(`panned at ${rates.map((rate) => rate.toFixed(0)).join(' and ')} frames a second`);
  expect(Math.max(...rates)).toBeGreaterThanOrEqual(30);
  expect(errors).toEqual([]);
});

/** What the page holds after the garbage is collected. */
async function held(page: Page): Promise<{ heap: number; nodes: number; listeners: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN;
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

inBrowser('ten reloads leave nothing behind, in the page and in the studio', async () => {
  const { page } = await opened(studio.url);
  const reload = async (): Promise<void> => {
    await page.reload();
    await page.locator('.state.good').waitFor();
  };
  for (let i = 0; i < 2; i += 1) await reload();
  const first = await held(page);
  for (let i = 0; i < 10; i += 1) await reload();
  const last = await held(page);
  console.info(`before ${JSON.stringify(first)}, after ten reloads ${JSON.stringify(last)}`);
  expect(last.heap).toBeLessThan(1.1 * first.heap);
  expect(last.nodes).toBeLessThan(1.1 * first.nodes);
  expect(last.listeners).toBeLessThanOrEqual(1.1 * first.listeners);
  expect(studio.pages()).toBe(1);
});

inBrowser('a document of 100 MB is refused, and the page goes on', async () => {
  writeFileSync(join(folder, 'large.yaml'), `hpdm: 1\n${'# a comment\n'.repeat(9_000_000)}`);
  const { page } = await opened(studio.url);
  const refused = await page.evaluate<{ status: number; text: string }>(
    `fetch('document?file=large.yaml').then(async (answer) => ({ status: answer.status, text: await answer.text() }))`,
  );
  expect(refused.status).toBe(413);
  expect(refused.text).toContain('split it');
  await page.getByRole('button', { name: 'Fit' }).click();
});
