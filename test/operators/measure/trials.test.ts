import { expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
import { measureTrials } from '../../../operators/measure/trials.js';
import { itemsOf, settingsOf, testContext } from '../../context.js';

const rows = ['table/full.yaml', 'table/shallow.yaml'];
const settings = settingsOf(measureTrials.with, {
  rows,
  seeds: [1, 2],
  path: 'out',
  name: 'table',
  values: ['count=4'],
});
const all = { rows: ['full', 'shallow'], seeds: [1, 2], table: 'out/table' };

/** Run the operator; what is said to the documents and of them. */
async function tried(result: (label: string) => Promise<boolean>) {
  const calls: [string, string, object][] = [];
  const context = testContext({
    runPart: (label, document, given) => {
      calls.push([label, document, given]);
      return result(label);
    },
  });
  const items = await itemsOf(measureTrials.run({}, settings, context, 0)).catch((error: unknown) => error);
  return { items, calls, warnings: context.warnings };
}

test('all rows with the first seed, then all with the next, each in a folder of its own', async () => {
  const { items, calls } = await tried(() => Promise.resolve(true));
  expect(calls.map(([label]) => label)).toEqual(['full-1', 'shallow-1', 'full-2', 'shallow-2']);
  expect(calls[3]).toEqual([
    'shallow-2',
    'table/shallow.yaml',
    { count: '4', seed: 2, shared: 'out', out: 'out/table/shallow/seed-2' },
  ]);
  expect(items).toHaveLength(4);
  expect((items as object[])[1]).toEqual({ trial: { ...all, row: 'shallow', seed: 1 } });
});

test('a row that fails is a warning, the others are tried, and its error is that of the run', async () => {
  const fault = new HpdmError({ code: 'E_NOT_FINITE', expected: 'a finite loss', got: 'NaN' });
  const { items, calls, warnings } = await tried((label) =>
    label === 'full-1' ? Promise.reject(fault) : Promise.resolve(true),
  );
  expect(calls).toHaveLength(4);
  expect(warnings).toEqual([expect.stringMatching(/^full-1: .*E_NOT_FINITE/)]);
  expect(items).toBe(fault);
});

test('a run that is stopped tries no other row, and says how to go on', async () => {
  const { items, calls } = await tried(() => Promise.resolve(false));
  expect(calls).toHaveLength(1);
  expect(String(items)).toMatch(/the same command goes on/);
});

test.each([
  ['rows of the same name', { rows: ['a/full.yaml', 'b/full.yaml'] }, 'with.rows'],
  ['no seeds', { seeds: [] }, 'with.seeds'],
  ['a seed twice', { seeds: [1, 1] }, 'with.seeds'],
])('%s: refused', (_, wrong, path) => {
  expect(measureTrials.check?.({ ...settings, ...wrong }, {}, [])).toMatchObject([{ code: 'E_SETTING_TYPE', path }]);
});
