import { describe, expect, test } from '@jest/globals';
import { fc } from '../../fc.js';
import { Dimensions } from '../../../dsl/check/dimensions.js';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const PRODUCTS = [
  ['b·c', ['b', 'c']],
  ['d·e', ['d', 'e']],
  ['e·f', ['e', 'f']],
] as const;
const ALL = [...NAMES, ...PRODUCTS.map(([name]) => name)];

/** Sizes of the letters; those of the products follow. */
const sizes = fc.tuple(...NAMES.map(() => fc.integer({ min: 1, max: 6 })));
const sizeOf = (letters: readonly number[], name: string): number =>
  name.split('·').reduce((product, letter) => product * (letters[NAMES.indexOf(letter as 'a')] ?? 1), 1);

type Equation = { readonly a: string; readonly b: string } | { readonly a: string; readonly size: number };

/** Equations that are true of some sizes. */
const trueEquations = sizes.chain((letters) => {
  const pairs = ALL.flatMap((a) => ALL.map((b) => ({ a, b }))).filter(
    ({ a, b }) => a < b && sizeOf(letters, a) === sizeOf(letters, b),
  );
  const facts = ALL.map((a) => ({ a, size: sizeOf(letters, a) }));
  return fc.record({ letters: fc.constant(letters), equations: fc.shuffledSubarray<Equation>([...pairs, ...facts]) });
});

/** All that follows from equations, and whether any contradicts another. */
function solve(equations: readonly Equation[]) {
  const dimensions = new Dimensions<string>();
  for (const [name, factors] of PRODUCTS) dimensions.define(name, factors);
  const conflicts = equations.flatMap((equation) => {
    const conflict =
      'b' in equation
        ? dimensions.equate(equation.a, equation.b)
        : dimensions.fix(equation.a, { size: equation.size, because: [equation.a] });
    return [...(conflict === undefined ? [] : [conflict]), ...dimensions.settle()];
  });
  return {
    conflicts,
    sizes: ALL.map((name) => dimensions.of(name)?.size),
    same: ALL.map((a) => ALL.map((b) => dimensions.same(a, b) || dimensions.of(a)?.size === dimensions.of(b)?.size)),
    dimensions,
  };
}

describe('symbolic dimensions', () => {
  test('what is true makes no conflict, and every size that is found is right', () => {
    fc.assert(
      fc.property(trueEquations, ({ letters, equations }) => {
        const { conflicts, sizes } = solve(equations);
        expect(conflicts).toEqual([]);
        ALL.forEach((name, i) => {
          if (sizes[i] !== undefined) expect(sizes[i]).toBe(sizeOf(letters, name));
        });
      }),
    );
  });

  test('equations may be turned around, and come in any order', () => {
    const shuffled = trueEquations.chain(({ equations }) =>
      fc.record({
        equations: fc.constant(equations),
        other: fc.shuffledSubarray(equations, { minLength: equations.length }),
        turned: fc.array(fc.boolean(), { minLength: equations.length, maxLength: equations.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ equations, other, turned }) => {
        const turn = (equation: Equation, i: number): Equation =>
          'b' in equation && turned[i] === true ? { a: equation.b, b: equation.a } : equation;
        const [one, two] = [solve(equations), solve(other.map(turn))];
        expect(two.sizes).toEqual(one.sizes);
        expect(two.same).toEqual(one.same);
      }),
    );
  });

  test('a size spreads to all that is equal, however long the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 1, max: 999 }), fc.nat(), (length, size, at) => {
        const dimensions = new Dimensions<string>();
        for (let i = 1; i < length; i++) expect(dimensions.equate(`x${i - 1}`, `x${i}`)).toBeUndefined();
        expect(dimensions.fix(`x${at % length}`, { size, because: ['said'] })).toBeUndefined();
        for (let i = 0; i < length; i++) expect(dimensions.of(`x${i}`)).toEqual({ size, because: ['said'] });
      }),
    );
  });

  test('two sizes for equal dimensions are a conflict whatever comes first, with where each came from', () => {
    const said: Equation[] = [
      { a: 'a', size: 2 },
      { a: 'f', size: 3 },
      { a: 'a', b: 'd' },
      { a: 'd', b: 'f' },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(said, { minLength: said.length }), (equations) => {
        const { conflicts } = solve(equations);
        expect(conflicts).toHaveLength(1);
        const [conflict] = conflicts;
        const ends = [conflict?.left, conflict?.right].map((end) => `${end?.size ?? ''} ${end?.because.join() ?? ''}`);
        expect(ends.sort()).toEqual(['2 a', '3 f']);
      }),
    );
  });

  test('a product gives its last unknown factor, and equal products with a common factor equal others', () => {
    const { sizes, conflicts } = solve([
      { a: 'b·c', size: 12 },
      { a: 'c', size: 4 },
    ]);
    expect(conflicts).toEqual([]);
    expect(sizes[NAMES.indexOf('b')]).toBe(3);
    const { dimensions } = solve([{ a: 'd·e', b: 'e·f' }]);
    expect(dimensions.same('d', 'f')).toBe(true);
  });

  test('a product that its factor does not divide is a conflict', () => {
    const { conflicts } = solve([
      { a: 'b·c', size: 10 },
      { a: 'c', size: 4 },
    ]);
    expect(conflicts).toMatchObject([{ name: 'b·c', left: { size: 10 }, right: { size: 4 } }]);
  });
});
