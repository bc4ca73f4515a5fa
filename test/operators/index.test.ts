import { expect, test } from '@jest/globals';
import type { AnyOperator } from '../../dsl/index.js';
import { op, operators } from '../../operators/index.js';

test('every operator stands under the parts of its id', () => {
  const named = Object.entries(op).flatMap(([family, members]) =>
    Object.entries<AnyOperator>(members).map(([name, { id }]) => {
      const kebab = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return [`${family}.${kebab}`, id] as const;
    }),
  );
  for (const [place, id] of named) expect(place).toBe(id);
  expect(Object.keys(operators).sort()).toEqual(named.map(([, id]): string => id).sort());
});
