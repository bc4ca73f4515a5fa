import { expect, test } from '@jest/globals';
import { dataUrl, escaped, page, rows, table } from '../../../operators/training/page.js';

test('what is written into a page is text, never markup', () => {
  const html = page('a < b', `${table({ '<k>': '<v>' })}${rows([['<cell>']], ['<head>'])}`);
  expect(html).not.toMatch(/<(k|v|cell|head)>(?!<)/);
  expect(html).toContain('<title>a &lt; b</title>');
  expect(html).toContain('<th>&lt;head&gt;</th>');
  expect(escaped('a > b & c')).toBe('a &gt; b &amp; c');
});

test('bytes become an address inside the page', () => {
  expect(dataUrl('image/png', Uint8Array.of(1, 2, 3))).toBe('data:image/png;base64,AQID');
});
