import { expect, test } from '@jest/globals';
import { builtIn } from '../../../pipelines/built-in.js';
import { explain } from '../../../pipelines/language/explain.js';

/** What is said of the word at the bar. */
const at = async (text: string): Promise<string | undefined> =>
  (await explain({ file: builtIn('mine.yaml'), text: text.replace('|', '') }, text.indexOf('|')))?.about;

test('an operator, its ports and settings in the words of its contract', async () => {
  expect(await at('hpdm: 1\nnodes: { a: { op: patch.t|iles } }')).toMatch(/^patch\.tiles {3}pure[^]*Cut the canvas/);
  expect(await at('hpdm: 1\nnodes: { a: { op: patch.tiles, in: { can|vas: b.c } } }')).toMatch(/^canvas {3}video \[B,/);
  expect(await at('hpdm: 1\nnodes: { a: { op: patch.tiles, with: { le|vel: 1 } } }')).toMatch(/^level {3}int, ≥ 0\n/);
});

test('what a reference reads, and what a parameter is', async () => {
  const base = 'extends: sample.yaml\nnodes: { frames: { in: { video: ';
  expect(await at(`${base}'level[0].vi|deo' } } }`)).toMatch(/^level\[last\]\.video {3}video \[B,/);
  expect(await at("extends: sample.yaml\nnodes: { file: { with: { fps: '${f|ps}' } } }")).toBe('fps   number = 8');
});

test('a key of a cascade in the words of its reference', async () => {
  expect(await at('cascade: 1\nnetwork: { hea|ds: 4 }')).toMatch(/^heads\nheads of every attention[^]*source: §4\.6/);
});

test('nothing about what has no meaning of its own', async () => {
  expect(await at('hpdm: 1\nabout: a f|ew words')).toBeUndefined();
  expect(await at('hpdm: 1\nparams: { mi|ne: { type: int } }')).toBeUndefined();
});
