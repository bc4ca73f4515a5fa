import { expect, test } from '@jest/globals';
import { allPieces, besides, orElse, type InPieces } from '../../../dsl/contract/pieces.js';

/** Work in three pieces; `order` gets the numbers of those that are done. */
const work = function* (order: number[] = []): InPieces<string> {
  for (let done = 1; done < 3; done++) {
    order.push(done);
    yield { needed: [done], done, of: 3 };
  }
  return 'made';
};

test('all pieces are done in order, and the result is that of the last', () => {
  const order: number[] = [];
  expect(allPieces(work(order))).toBe('made');
  expect(order).toEqual([1, 2]);
});

test('what is needed besides some work is needed between all of its pieces', () => {
  const pieces = besides('other', work());
  expect([pieces.next().value, pieces.next().value]).toMatchObject([
    { needed: ['other', [1]] },
    { needed: ['other', [2]], done: 2, of: 3 },
  ]);
  expect(pieces.next()).toEqual({ done: true, value: 'made' });
});

test('work that is not taken up again, or fails, is told', () => {
  let told = 0;
  const tell = (): void => {
    told += 1;
  };
  expect(allPieces(orElse(tell, work()))).toBe('made');
  expect(told).toBe(0);
  const stopped = orElse(tell, work());
  stopped.next();
  stopped.return('');
  expect(told).toBe(1);
  const inside = besides('other', orElse(tell, work()));
  inside.next();
  inside.return('');
  expect(told).toBe(2);
  const failing = function* (): InPieces<string> {
    yield* work();
    throw new Error('no room');
  };
  expect(() => allPieces(orElse(tell, failing()))).toThrow('no room');
  expect(told).toBe(3);
});
