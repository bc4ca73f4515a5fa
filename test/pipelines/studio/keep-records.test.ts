import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { keepRecords } from '../../../pipelines/studio/keep-records.js';
import { RunState } from '../../../pipelines/studio/run-state.js';
import { entries, scratch } from '../cli/command-line.js';

const folder = scratch();
const at = (name: string): string => join(folder, name);

test('a record beside each video has all parameters; pictures alone have none', async () => {
  const state = new RunState({ id: '1', file: 'a.yaml', values: { seed: 3 }, seed: 3, began: '' });
  for (const path of [at('a.mp4'), at('sheet.png')]) state.see({ type: 'wrote', node: 'w', path }, 'cpu, one', 0);
  const declared = {
    seed: { type: 'int', default: 0 },
    count: { type: 'int', default: 1 },
    out: { type: 'path' },
    sheet: { type: 'path', default: '${count}.png' },
  };
  const parameters = { seed: 3, count: 1, out: undefined, sheet: '1.png' };
  await keepRecords(state, { file: at('a.yaml'), text: 'hpdm: 1\n' }, { declared, parameters });
  expect(entries(folder)).toEqual(['a.json', 'tiny.yaml']);
  expect(JSON.parse(readFileSync(at('a.json'), 'utf8'))).toMatchObject({
    document: { text: 'hpdm: 1\n' },
    parameters: { seed: 3, count: 1, sheet: '1.png' },
    ...{ values: { seed: 3 }, seed: 3, device: 'cpu, one', pictures: [at('sheet.png')] },
  });
});
