import { describe, expect, test } from '@jest/globals';
import { int, number, optional, list, stage, type Kind } from '../../../../dsl/index.js';
import { formatPage } from '../../../../pipelines/cli/ops/format-page.js';
import { formatReference } from '../../../../pipelines/cli/ops/format-reference.js';
import { operatorPage, pagesByFamily } from '../../../../pipelines/cli/ops/operator-page.js';

const VIDEO: Kind<unknown> = { name: 'video', tensors: false, release: () => undefined };
const port = { kind: VIDEO, dtype: 'float32', layout: ['B', 'C'], range: [-1, 1] } as const;
const blur = stage({
  id: 'image.blur',
  summary: 'Blur videos',
  in: { video: port, mask: optional(port), more: list(port) },
  out: { video: port },
  with: {
    radius: number('how far', { default: 1.5, min: 0, max: 9, unit: 'pixels' }),
    times: int('how often', { min: 1 }),
  },
  body: { in: { video: port }, out: { video: port } },
  open: () => ({ next: ({ video }) => ({ video }) }),
});

describe('hpdm ops', () => {
  test('an operator page has every port with its type, and every parameter with default, range and unit', () => {
    expect(formatPage(operatorPage(blur))).toBe(`image.blur   stage: one output per item, calls a body
Blur videos

in
  video  video [B, C] float32 in [-1, 1]
  mask   video [B, C] float32 in [-1, 1]  optional
  more   video [B, C] float32 in [-1, 1]  takes several

out
  video  video [B, C] float32 in [-1, 1]

body: in
  video  video [B, C] float32 in [-1, 1]

body: out
  video  video [B, C] float32 in [-1, 1]

with
  radius  number ≥ 0, ≤ 9 pixels  = 1.5     how far
  times   int ≥ 1                 required  how often
`);
  });

  test('the JSON page says the same as plain data', () => {
    expect(JSON.parse(JSON.stringify(operatorPage(blur)))).toMatchObject({
      id: 'image.blur',
      in: [{ name: 'video' }, { name: 'mask', optional: true }, { name: 'more', list: true }],
      with: [
        { name: 'radius', default: 1.5, min: 0, max: 9, unit: 'pixels', required: false },
        { name: 'times', required: true },
      ],
    });
  });

  test('Markdown cells hold no stray column', () => {
    const odd = { ...blur, with: { mode: int('a | b', { default: 1 }) } };
    expect(formatReference(pagesByFamily({ 'image.blur': odd }))).toContain('| `mode` | int | `1` | a \\| b |');
  });
});
