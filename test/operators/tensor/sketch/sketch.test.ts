import { expect, test } from '@jest/globals';
import { Sketch, sketchesIn } from '../../../../operators/tensor/sketch/sketch.js';

const of = (shape: readonly number[], forget: () => void = () => undefined): Sketch =>
  new Sketch(shape, 'float32', forget);

test('a sketch knows its size in numbers and in bytes', () => {
  expect(of([2, 3, 4])).toMatchObject({ rank: 3, size: 24, data: { bytes: 96 } });
  expect(new Sketch([5], 'bool', () => undefined).data.bytes).toBe(5);
});

test('its memory is given back once, however often it is disposed of', () => {
  let given = 0;
  const sketch = of([1], () => (given += 1));
  sketch.dispose();
  sketch.dispose();
  expect(given).toBe(1);
});

test('sketches are found at any depth, each once, also in what refers to itself', () => {
  const [a, b] = [of([1]), of([2])];
  const value: Record<string, unknown> = { a, list: [b, { a }], data: new Float32Array(3) };
  value['self'] = value;
  expect([...sketchesIn(value)]).toEqual([a, b]);
});
