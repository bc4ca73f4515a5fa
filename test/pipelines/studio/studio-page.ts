import { createRequire } from 'node:module';
import { afterAll, afterEach } from '@jest/globals';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumPath } from '../browser.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Longest wait for the page; slow tests may run beside other work. */
const PATIENCE_MS = 300_000;

let browser: Promise<Browser> | undefined;
afterEach(async () => {
  for (const context of (await browser)?.contexts() ?? []) await context.close();
});
afterAll(async () => {
  await (await browser)?.close();
});

/** A page of a studio, until the end of the test; what it logs as an error is in `errors`. */
export async function opened(
  url: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; errors: string[] }> {
  browser ??= chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(url);
  await page.locator('.state.good').waitFor();
  return { page, errors };
}

/** What axe finds wrong for people who read or use the page in other ways than by eye and pointer. */
export async function violations(page: Page): Promise<string[]> {
  // as the browser's own tool, it is not subject to the policy of the page
  await page.evaluate(`${await readAxe()}; undefined`);
  const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>('axe.run()');
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const readAxe = async (): Promise<string> => (await import('node:fs/promises')).readFile(AXE, 'utf8');
