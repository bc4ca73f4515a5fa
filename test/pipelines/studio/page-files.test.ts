import { expect, test } from '@jest/globals';
import { pageFiles } from '../../../pipelines/studio/page-files.js';

test('the page is built from its source, and loads nothing from another address', async () => {
  const files = await pageFiles();
  expect([...files.keys()].sort()).toEqual(['/', '/LICENSES.txt', '/page.css', '/page.js']);
  const html = files.get('/')?.bytes.toString() ?? '';
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !name.startsWith('data:')).sort()).toEqual(['page.css', 'page.js']);
  expect(files.get('/page.css')?.bytes.toString()).not.toMatch(/url\(|@import/);
});

test('the licences of all that is in it are there', async () => {
  const text = (await pageFiles()).get('/LICENSES.txt')?.bytes.toString() ?? '';
  for (const name of ['preact', '@preact/signals', '@codemirror/view', '@lezer/common'])
    expect(text).toContain(`${name} `);
  expect(text).not.toContain('undefined');
});
