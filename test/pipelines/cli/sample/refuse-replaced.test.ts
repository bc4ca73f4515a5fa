import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { refuseReplaced } from '../../../../pipelines/cli/sample/refuse-replaced.js';
import { recordOf } from '../../../../pipelines/cli/sample/sampling-record.js';
import { smallCascade } from '../../../cascade.js';
import { scratch } from '../command-line.js';

const folder = scratch();
const at = (name: string): string => join(folder, name);
const replaced = (video: string) => (): void => {
  refuseReplaced([at('none.mp4'), at(video)]);
};

test('a file of the name of a record that is none is not replaced', () => {
  writeFileSync(at('notes.json'), '{ "mine": true }');
  mkdirSync(at('folder.json'));
  expect(replaced('notes.mp4')).toThrow(/--out {2}E_EXISTS[^]*notes\.json, which is something else/);
  expect(replaced('folder/')).toThrow(/E_EXISTS[^]*folder\.json/);
});

test('the record of an earlier video is', async () => {
  writeFileSync(at('weights.safetensors'), 'weights');
  const parts = { condition: 'none', fromFile: false, showLevels: false, separate: false } as const;
  const record = await recordOf(parts, { checkpoint: at('weights.safetensors') }, smallCascade());
  writeFileSync(at('fox.json'), JSON.stringify(record));
  expect(replaced('fox.mp4')).not.toThrow();
});
