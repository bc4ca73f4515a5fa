import { expect, test } from '@jest/globals';
import { int } from '../../../../dsl/index.js';
import { formatReference } from '../../../../pipelines/cli/ops/format-reference.js';
import { pagesByFamily } from '../../../../pipelines/cli/ops/operator-page.js';
import { blur } from './blur.js';

test('Markdown cells hold no stray column', () => {
  const odd = { ...blur, with: { mode: int('a | b', { default: 1 }) } };
  expect(formatReference(pagesByFamily({ 'image.blur': odd }))).toMatch(/\| `mode` +\| int +\| `1` +\| a \\\| b +\|/);
});
