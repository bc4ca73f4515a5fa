import { expect, test } from '@jest/globals';
import { faultsOf } from '../pictures.js';

const hung = (feed: string, height = 4): string => `
blank: { op: test.blank }
clip: { op: test.clip, in: { picture: blank.picture } }
hang: { op: test.hang, in: { picture: ${feed} }, with: { height: ${height} } }`;

test('a disagreement shows both ends, why each has its size, and what would make them one', async () => {
  expect(await faultsOf(hung('clip.picture', 5))).toEqual([
    expect.objectContaining({
      code: 'E_EDGE_SHAPE',
      message: 'H is 5 by nodes.hang.with.height (line 5), but 4 by nodes.blank.with.height (line 3)',
      expected: expect.stringMatching(/^picture \[H=5, W(=4)?\] in \[0, 1\] +input "picture" of test\.hang$/),
      got: expect.stringMatching(
        /^picture \[H=4, W=4\] in \[0, 1\] +output "picture" of nodes\.clip \(test\.clip, line 4\)$/,
      ),
      try: 'nodes.hang.with.height: 4, or nodes.blank.with.height: 5',
    }),
  ]);
});

test('values that may leave the range are sent through the operator that keeps them in', async () => {
  const [fault] = await faultsOf(`${hung('blank.picture')}\nagain: { op: test.hang, in: { picture: clip.picture } }`);
  expect(fault).toMatchObject({
    code: 'E_EDGE_RANGE',
    message: expect.stringContaining('[0, 1]'),
    try: 'put test.clip (bring values into range) between them',
  });
});
