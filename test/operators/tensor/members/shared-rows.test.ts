import { expect, test } from '@jest/globals';
import { compiledUrl } from '../../../program.js';
import { asMembers } from '../../../members.js';

const SHARED_ROWS = await compiledUrl('operators/tensor/members/shared-rows.ts');

test('three members make every row once, fewer rows than members all of them, and all get all in their order', async () => {
  const ends = await asMembers(
    3,
    `const { SharedRows } = await import('${SHARED_ROWS}');
    const shared = new SharedRows(peers);
    const seen = [7, 2, 1].map((total) => {
      const { first, count } = shared.own(total);
      const before = tf.memory().numTensors;
      const own = tf.tensor2d(Array.from({ length: 2 * count }, (_, i) => 2 * first + i), [count, 2]);
      const all = shared.all(own, total);
      const numbers = [...all.dataSync()];
      tf.dispose([own, all]);
      return [count, numbers, tf.memory().numTensors - before];
    });
    console.log(JSON.stringify(seen));
    peers.leave();`,
  );
  expect(ends.map(({ status, stderr }) => [status, stderr])).toEqual([[0, ''], [0, ''], [0, '']]); // prettier-ignore
  const seen = ends.map(({ stdout }) => JSON.parse(stdout) as [number, number[], number][]);
  const counts = (row: number): (number | undefined)[] => seen.map((member) => member[row]?.[0]);
  expect([counts(0), counts(1), counts(2)]).toEqual([[2, 2, 3], [2, 2, 2], [1, 1, 1]]); // prettier-ignore
  for (const member of seen) {
    expect(member.map(([, numbers]) => numbers)).toEqual([[...Array(14).keys()], [0, 1, 2, 3], [0, 1]]);
    expect(member.map(([, , left]) => left)).toEqual([0, 0, 0]);
  }
});

test('members that come to different calls end with the difference, and one that is asked to stop stops all', async () => {
  const ends = await asMembers(
    2,
    `const { SharedRows } = await import('${SHARED_ROWS}');
    const stop = new AbortController();
    const shared = new SharedRows(peers, stop.signal);
    const failed = (call) => { try { shared.meet(call); } catch (error) { return error.message; } };
    const said = [shared.meet([1, 2]), shared.meet([1, 2], gang.rank === 1), failed([1, gang.rank])];
    if (gang.rank === 1) stop.abort();
    console.log(JSON.stringify([...said, failed([1, 2])]));
    peers.leave();`,
  );
  for (const { stdout } of ends) {
    const [none, some, other, asked] = JSON.parse(stdout) as [boolean, boolean, string, string];
    expect([none, some]).toEqual([false, true]);
    expect(other).toMatch(/E_MEMBERS\n.*member 1 does not do what the leader does[^]*the call 1, 0\n.*got +1, 1/);
    expect(asked).toMatch(/E_CANCELLED/);
  }
});
