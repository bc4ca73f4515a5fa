import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { builtIn } from '../../../pipelines/built-in.js';
import { readCascade } from '../../../pipelines/api/read-cascade.js';
import { presets } from '../../../pipelines/presets.js';
import { chromiumPath } from '../browser.js';
import { scratch } from '../cli/command-line.js';
import { served } from './studio-server.js';
import { opened, violations } from './studio-page.js';

const inBrowser = chromiumPath === undefined ? test.skip : test;
if (chromiumPath === undefined) console.warn('skipped: no Chromium on the PATH to open the studio in');

// the studio works in the folder in which it was started
const folder = scratch();
const before = process.cwd();
process.chdir(folder);
afterAll(() => process.chdir(before));
const studio = await served({ folder, document: builtIn('sample-texts.yaml') });
const levels = readCascade(presets['emoji'] ?? '').levels.length;
const copies = new RegExp(`^level ${levels} copies of 4 nodes`);
const textOf = (page: Page) => page.getByRole('textbox', { name: 'Text of the document' });

inBrowser(
  'levels are unfolded and folded with the pointer and with the keyboard; a box leads to its line',
  async () => {
    const { page, errors } = await opened(studio.url);
    const box = (name: RegExp) => page.getByRole('button', { name });
    expect(await box(copies).getAttribute('aria-expanded')).toBe('false');
    await box(copies).click();
    await box(new RegExp(`^level\\[${levels - 1}\\] 3 nodes`)).waitFor();
    await box(/^level\[0\] 4 nodes/).focus();
    await page.keyboard.press('Enter');
    await box(/^solve/).waitFor();
    await page.getByRole('button', { name: 'Fold all' }).click();
    await box(copies).waitFor();
    await box(/^words text\.encode/).click();
    expect(await page.locator('.cm-activeLine').innerText()).toMatch(/^ *words:/);
    expect(errors).toEqual([]);
  },
);

inBrowser('what comes with hpdm is saved under a name of its own; of two pages, the second is told', async () => {
  const { page } = await opened(studio.url);
  page.on('dialog', (dialog) => void dialog.accept('mine.yaml'));
  await textOf(page).click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText('# mine\n');
  await page.getByRole('button', { name: 'Save as…' }).click();
  await page.getByText('saved mine.yaml').waitFor();
  expect(readFileSync(join(folder, 'mine.yaml'), 'utf8')).toMatch(/^# mine\nextends: \S*\/pipelines\/sample\.yaml\n/);

  const { page: second } = await opened(studio.url);
  await second.getByTitle('Open another document').click();
  await second.getByRole('button', { name: /^mine\.yaml/ }).click();
  await second.getByRole('button', { name: 'Save', exact: true }).waitFor();
  await textOf(page).click();
  await page.keyboard.type(' first');
  expect(await page.locator('.cm-activeLine').innerText()).toMatch(/a te firstxt that guidance|first/);
  await page.keyboard.press('Control+s');
  await page.getByTitle('not saved').waitFor({ state: 'detached' });
  await textOf(second).click();
  await second.keyboard.type(' second');
  await second.keyboard.press('Control+s');
  await second.getByText(/another version, written by another page/).waitFor();
  expect(readFileSync(join(folder, 'mine.yaml'), 'utf8')).not.toContain('second');
});

const named = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first();

/** Run with values, and wait for the end. */
async function run(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  await named(page, 'Try').click();
  for (const [name, value] of Object.entries(values)) await page.getByLabel(name, { exact: true }).fill(value);
  await named(page, 'Run').click();
  await page.locator('.phase[data-phase=running]').waitFor();
}
const ended = (page: Page, phase: string) => page.locator(`.phase[data-phase=${phase}]`).waitFor();

/** Break the document, see the fault at its line, and mend it. */
async function breakAndMend(page: Page): Promise<void> {
  await textOf(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('\n  bad: { op: noise.canvs }');
  const fault = page.locator('.fault');
  await fault.waitFor();
  const last = await page.locator('.cm-lineNumbers .cm-activeLineGutter').innerText();
  expect(await fault.innerText()).toMatch(
    new RegExp(`line ${last}[^]*nodes\\.bad\\.op[^]*E_OPERATOR_UNKNOWN[^]*did you mean "noise\\.canvas"`),
  );
  expect(await page.locator('.cm-lintRange-error').innerText()).toBe('op: noise.canvs');
  await page.getByText('the graph as it was before the faults').waitFor();
  // the fault leads to its line
  await page.keyboard.press('Control+Home');
  await fault.click();
  expect(await page.locator('.cm-activeLine').innerText()).toContain('noise.canvs');
  await textOf(page).press('Control+z');
  await page.locator('.state.good').waitFor();
  expect(await fault.count()).toBe(0);
}

inBrowser(
  'a document is broken and mended, and runs; the seed is changed, two results are compared, one is kept',
  async () => {
    const { page, errors } = await opened(studio.url);
    await breakAndMend(page);
    await run(page, { prompts: 'crying face', count: '1', until: '1', seed: '1' });
    await page.getByAltText('What level.0.solve estimates').waitFor();
    expect(await page.getByAltText('What level.1.solve estimates').count()).toBe(0);
    await page.getByAltText('What level.1.solve estimates').waitFor();
    expect(await page.locator('.tiles').last().locator('rect').count()).toBe(9);
    // the run goes on without the page, and another one finds it
    await page.close();
    const { page: later, errors: laterErrors } = await opened(studio.url);
    await later.getByAltText('What level.0.solve estimates').waitFor();
    await ended(later, 'finished');
    await later.getByText(/memory at most .* GiB, plan .* GiB/).waitFor();
    expect(await violations(later)).toEqual([]);
    await run(later, { prompts: 'crying face', count: '1', until: '0', seed: '2' });
    await ended(later, 'finished');
    await named(later, 'Results').click();
    const cards = later.locator('.card');
    await cards.nth(1).waitFor();
    for (const i of [0, 1]) await cards.nth(i).getByRole('button', { name: 'Compare' }).click();
    expect(await later.locator('.differences').innerText()).toMatch(/seed\s+2\s+1|seed\s+1\s+2/);
    expect(await violations(later)).toEqual([]);
    later.on('dialog', (dialog) => void dialog.accept('again.yaml'));
    await cards.first().getByRole('button', { name: 'Make a document' }).click();
    await later.getByText('made again.yaml').waitFor();
    expect(readFileSync(join(folder, 'again.yaml'), 'utf8')).toMatch(/seed: *\n? *\{? *default: 2/);
    expect([...errors, ...laterErrors]).toEqual([]);
  },
);

inBrowser('a run that is paused stands still; stopped, it ends, and what is finished is kept', async () => {
  const { page } = await opened(studio.url);
  await run(page, { prompts: 'crying face', count: '1', seed: '3', keep: 'out/kept' });
  await page.getByAltText('What level.1.solve estimates').waitFor();
  await named(page, 'Pause').click();
  await page.locator('.phase[data-phase=paused]').waitFor();
  await named(page, 'Stop').click();
  await ended(page, 'stopped');
  await named(page, 'Run').waitFor();
  expect(readdirSync(join(folder, 'out/kept')).length).toBeGreaterThan(0);
});

inBrowser('a grid of seeds and values is filled as results come, and is there in another page', async () => {
  const { page, errors } = await opened(studio.url);
  await named(page, 'Try').click();
  for (const [name, value] of Object.entries({ prompts: 'crying face', count: '1', until: '0' })) {
    await page.getByLabel(name, { exact: true }).fill(value);
  }
  await page.getByText('A grid of seeds and values').click();
  await page.getByLabel('seeds', { exact: true }).fill('4-5');
  await page.getByLabel('rows', { exact: true }).selectOption('guidance');
  await page.getByLabel('values', { exact: true }).fill('1; 1.5');
  await page.getByRole('button', { name: 'Run 4 cells' }).click();
  await page.locator('.grid td[data-phase=finished] video').first().waitFor();
  const { page: second } = await opened(studio.url);
  await named(second, 'Results').click();
  await second.getByText('4 of 4').waitFor();
  expect(await second.locator('.grid video').count()).toBe(4);
  expect(await violations(second)).toEqual([]);
  expect(errors).toEqual([]);
});

inBrowser('what fits is proposed while one writes, and taken; the pointer over a word shows its contract', async () => {
  const { page, errors } = await opened(studio.url);
  await textOf(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n  more: { op: noise.canv');
  await page.locator('.cm-completionLabel', { hasText: 'noise.canvas' }).waitFor();
  await page.locator('.cm-completionInfo').getByText('source of one item').waitFor();
  // within 75 ms of the list's coming, Enter is a new line: nobody has read the list yet
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
  expect(await page.locator('.cm-activeLine').innerText()).toContain('op: noise.canvas');
  // the line stays where it is once its fault is shown
  await page.locator('.fault').first().waitFor();
  const word = page.locator('.cm-activeLine').getByText('noise.canvas');
  const contract = page.locator('.cm-tooltip-hover').getByText('Unit noise for the canvas of a level');
  // as a hand does, the pointer moves until something comes: a check that ends meanwhile draws the line anew
  for (let x = 4; x < 40 && !(await contract.isVisible()); x += 4) {
    await word.hover({ position: { x, y: 6 } });
    await contract.waitFor({ timeout: 3000 }).catch(() => undefined);
  }
  await contract.waitFor();
  expect(errors).toEqual([]);
});

const sizes = [1280, 390].flatMap((width) => (['light', 'dark'] as const).map((scheme) => [width, scheme] as const));
for (const [width, scheme] of sizes) {
  inBrowser(`axe finds nothing wrong at ${width} pixels, ${scheme}`, async () => {
    const viewport = { width, height: 844 };
    const { page } = await opened(studio.url, { viewport, colorScheme: scheme });
    expect(await violations(page)).toEqual([]);
    if (width > 820) {
      await page.getByTitle('Open another document').click();
      await page.getByRole('button', { name: /^train / }).waitFor();
      expect(await violations(page)).toEqual([]);
      return;
    }
    for (const view of ['Try', 'Graph', 'Live', 'Results', 'Document']) {
      await page.getByRole('button', { name: view, exact: true }).click();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  });
}
