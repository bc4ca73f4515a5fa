import { expect, test } from '@jest/globals';
import { Documents } from '../../../pipelines/studio/documents.js';
import { Grid } from '../../../pipelines/studio/grid.js';
import { Runs } from '../../../pipelines/studio/runs.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
const request = {
  file: 'mine.yaml',
  text: 'hpdm: 1\nnodes: {}\n',
  values: {},
  seeds: [1, 2],
  choices: ['a', 'b'],
  name: 'x',
};

function begun(): { grid: Grid; ended: Promise<void> } {
  let look = (): void => undefined;
  const grid = new Grid(new Runs(new Documents(folder), () => undefined), () => look());
  const ended = new Promise<void>((resolve) => {
    look = () => {
      if (!grid.isAtWork) resolve();
    };
  });
  return { grid, ended };
}

test('a cell that cannot start says why, and the others are tried', async () => {
  const { grid, ended } = begun();
  grid.start(request);
  expect(grid.view?.cells.map(({ seed, value, phase }) => `${String(value)} ${seed} ${phase}`)).toEqual([
    'a 1 running',
    'a 2 waiting',
    'b 1 waiting',
    'b 2 waiting',
  ]);
  await ended;
  expect(grid.view?.cells.map(({ phase, faults }) => [phase, faults?.length])).toEqual(Array(4).fill(['failed', 1]));
});

test('stopped, it starts no more; two at once, and no run at all, are refused', async () => {
  const { grid, ended } = begun();
  grid.start(request);
  expect(() => grid.start(request)).toThrow('E_BUSY');
  grid.stop();
  await ended;
  expect(grid.view?.cells.slice(1).map(({ phase }) => phase)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(() => grid.start({ ...request, seeds: [] })).toThrow('1 to 100 runs');
});
