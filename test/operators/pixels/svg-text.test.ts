import { expect, test } from '@jest/globals';
import { svgText } from '../../../operators/pixels/svg-text.js';

test('signs with a meaning in SVG are drawn as they are', () => {
  expect(svgText('a < b & c > d', { x: 1, y: 2, size: 3, colour: '#000' })).toBe(
    '<text x="1" y="2" font-family="sans-serif" font-size="3" fill="#000">a &lt; b &amp; c &gt; d</text>',
  );
});
