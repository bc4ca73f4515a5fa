import { expect, test } from '@jest/globals';
import { documentsIn, presets } from '../../pipelines/presets.js';

test('the cascades of the package, by the names of their files', () => {
  expect(Object.keys(presets)).toEqual(expect.arrayContaining(['mnist', 'mnist-classes', 't2v', 't2v-1k', 'ucf101-s']));
  expect(presets['t2v']).toMatch(/pipelines\/cascades\/t2v\.yaml$/);
});

test('documents are found beside them', () => {
  expect(Object.keys(documentsIn('.'))).toEqual(expect.arrayContaining(['sample', 'train', 'transcode']));
});
