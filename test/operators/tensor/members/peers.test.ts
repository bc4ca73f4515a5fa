import { expect, test } from '@jest/globals';
import { asMembers } from '../../../members.js';

/** What each member printed, as JSON. */
const printed = (ends: readonly { readonly stdout: string }[]): unknown[] =>
  ends.map(({ stdout }) => JSON.parse(stdout) as unknown);

const QUIET = { status: 0, stderr: '' };

test('three processes: the mean of their vectors, the vector of the leader with every bit, and the texts of all', async () => {
  const ends = await asMembers(
    3,
    `const mean = peers.mean(tf.tensor1d([gang.rank, 2 * gang.rank, 1]));
    const theirs = peers.fromLeader(tf.tensor1d(gang.rank === 0 ? [-0, 1 / 3, 2 ** -149] : [5, 6, 7]));
    await peers.texts('');
    const sizes = [1, 3, 2];
    const whole = peers.whole(tf.range(0, sizes[gang.rank]).add(10 * gang.rank), sizes);
    const texts = [await peers.texts('member ' + '€'.repeat(gang.rank)), await peers.texts(gang.rank === 0 ? 'resume' : '')];
    const bits = [...new Uint32Array(theirs.dataSync().slice().buffer)];
    console.log(JSON.stringify({ mean: [...mean.dataSync()], bits, texts, whole: [...whole.dataSync()] }));
    peers.leave();`,
  );
  expect(ends).toEqual(Array.from({ length: 3 }, () => expect.objectContaining(QUIET)));
  const same = {
    mean: [1, 2, 1],
    // IEEE 754: −0, the float next to 1/3, the smallest one
    bits: [0x80000000, 0x3eaaaaab, 1],
    whole: [0, 10, 11, 12, 20, 21],
    texts: [
      ['member ', 'member €', 'member €€'],
      ['resume', '', ''],
    ],
  };
  expect(printed(ends)).toEqual([same, same, same]);
});

test('a vector of several messages is the same as its parts, and no tensor is left', async () => {
  const ends = await asMembers(
    2,
    `const size = 2 ** 24 + 3;
    const own = tf.tensor1d(Float32Array.from({ length: size }, (_, i) => (i % 1000) + gang.rank));
    const before = tf.memory().numTensors;
    const theirs = peers.fromLeader(gang.rank === 0 ? own : tf.zeros([size]));
    const mean = peers.mean(own);
    const at = (i) => mean.slice([i], [1]).dataSync()[0]; // each leaves a tensor
    const last = theirs.slice([size - 1], [1]).dataSync()[0];
    const found = [last, mean.shape[0], at(0), at(2 ** 24 - 1), at(2 ** 24), at(size - 1)];
    console.log(JSON.stringify([found, tf.memory().numTensors - before - 5]));
    peers.leave();`,
  );
  expect(ends).toEqual(Array.from({ length: 2 }, () => expect.objectContaining(QUIET)));
  const size = 2 ** 24 + 3;
  const half = (i: number): number => (i % 1000) + 0.5;
  const found = [(size - 1) % 1000, size, half(0), half(2 ** 24 - 1), half(2 ** 24), half(size - 1)];
  expect(printed(ends)).toEqual([
    [found, 2],
    [found, 3],
  ]);
});

test('when a member is killed, the other ends with a message that names it', async () => {
  for (const [rank, signal] of [
    [1, 'SIGKILL'],
    [0, 'SIGKILL'],
  ] as const) {
    const ends = await asMembers(
      2,
      `for (let i = 0; i < 400; i++) {
        if (gang.rank === ${rank} && i === 3) process.kill(process.pid, '${signal}');
        try { peers.mean(tf.ones([1000])).dispose(); } catch (error) { console.log(error.message); process.exit(3); }
        await new Promise((next) => setTimeout(next, 10));
      }`,
    );
    const left = ends[1 - rank];
    expect(left).toMatchObject({ status: 3, stderr: '' });
    expect(left?.stdout).toMatch(new RegExp(`E_MEMBER_LOST\\n {2}member ${rank} is lost`));
  }
});
