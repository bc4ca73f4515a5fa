import { expect, test } from '@jest/globals';
import { refuseLabels } from '../../../operators/clips/refuse-labels.js';
import { smallCascade } from '../../cascade.js';
import { namedClips } from './media-files.js';

test('a class that the cascade does not have is named', () => {
  const clips = { ...namedClips(3), classes: ['walk', 'run', 'jump'] };
  const refuse = (classes: number) => (): void => {
    refuseLabels(clips, smallCascade({ condition: { classes } }), 'patches');
  };
  expect(refuse(2)).toThrow(/E_DATA_CASCADE[^]*"jump"[^]*classes: 3/);
  refuse(3)();
  refuseLabels(clips, smallCascade(), 'patches');
});

test('a cascade of one class has one', () => {
  const refuse = (): void => {
    refuseLabels(
      { ...namedClips(2), classes: ['walk', 'run'] },
      smallCascade({ condition: { classes: 1 } }),
      'patches',
    );
  };
  expect(refuse).toThrow(/at most 1 class, that of the cascade/);
});
