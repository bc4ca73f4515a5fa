import { expect, test } from '@jest/globals';
import { operators } from '../../../../operators/index.js';
import { coloursOf } from '../../../../pipelines/cli/draw/colours.js';

test('a kind has the same colours in every drawing, and those of plug-ins have some too', () => {
  const kinds = new Set(
    Object.values(operators).flatMap(({ in: inputs, out }) =>
      [...Object.values(inputs), ...Object.values(out)].map(({ kind }) => kind.name),
    ),
  );
  for (const kind of [...kinds, 'a kind of mine']) {
    const { light, dark } = coloursOf(kind);
    expect([light, dark]).toEqual([expect.stringMatching(/^#[0-9a-f]{6}$/), expect.stringMatching(/^#[0-9a-f]{6}$/)]);
    expect(coloursOf(kind)).toEqual({ light, dark });
  }
  expect(new Set(['video', 'frames', 'network'].map((kind) => coloursOf(kind).light)).size).toBe(3);
});
