import { describe, expect, test } from '@jest/globals';
import { straighten, type Turn, type Way } from '../../../../pipelines/cli/draw/straighten.js';

const turn = (x: number, y: number, more: Partial<Turn> = {}): Turn => ({
  x,
  y,
  left: 0,
  right: 0,
  bundle: 'a b',
  order: 0,
  ...more,
});
const wall = (x: number, y: number, half = 0) => ({ x, y, left: half, right: half });
const sides = (...ys: number[]) => ys.flatMap((y) => [wall(0, y), wall(500, y)]);
const xs = ({ turns }: Way): number[] => turns.map(({ x }) => x);

describe('straightening an edge', () => {
  test('an edge that swings out for nothing runs straight', () => {
    const way = { start: 100, end: 100, turns: [turn(300, 1), turn(300, 2), turn(40, 3)] };
    straighten([way], sides(1, 2, 3));
    expect(xs(way)).toEqual([100, 100, 100]);
  });

  test('an edge that passes a box comes no nearer to it than it must, its label included', () => {
    const way = { start: 100, end: 100, turns: [turn(20, 1, { right: 30 })] };
    straighten([way], [...sides(1), wall(110, 1, 40)]);
    expect(xs(way)).toEqual([110 - 40 - 9 - 30]);
  });

  test('an edge on its way from one side to the other stays where it was put', () => {
    const way = { start: 100, end: 300, turns: [turn(100, 1), turn(180, 2), turn(300, 3)] };
    straighten([way], sides(1, 2, 3));
    expect(xs(way)).toEqual([100, 180, 300]);
  });

  test('an edge that comes in on the title of a frame comes in beside it', () => {
    const title = { x: 50, y: 1, left: 0, right: 80 };
    const way = { start: 60, end: 200, turns: [turn(60, 1)] };
    straighten([way], [...sides(1), title]);
    expect(xs(way)).toEqual([50 + 80 + 9]);
  });
});

test('edges between the same two boxes lie in the order of their pins, where the others leave them room', () => {
  const first = { start: 100, end: 100, turns: [turn(300, 1, { order: 200, right: 60 })] };
  const second = { start: 200, end: 200, turns: [turn(100, 1, { order: 400, right: 20 })] };
  straighten([first, second], [...sides(1), wall(400, 1, 20)]);
  expect(xs(first)).toEqual([100]);
  expect(xs(second)).toEqual([200]);
});
