import { expect, test } from '@jest/globals';
import { MemberProcess } from '../../../../pipelines/cli/members/member-process.js';

const member = (script: string): MemberProcess =>
  new MemberProcess(1, ['--input-type=module', '--eval', script], { ...process.env, NODE_OPTIONS: '' });

test('how it ends, and what it said at last', async () => {
  const failing = member("console.error('what was wrong'); process.exitCode = 2; process.disconnect();");
  expect(await failing.end).toEqual({
    ...{ rank: 1, code: 2, signal: null, said: 'what was wrong' },
    ...{ seesLoss: false, hangs: false },
  });
  expect(failing.saved).toBe(false);
});

test('a signal that ends it is named', async () => {
  const hanging = member('setInterval(() => undefined, 1000);');
  hanging.kill('SIGKILL');
  expect(await hanging.end).toMatchObject({ code: 3, signal: 'SIGKILL' });
});

test('one that does not end by itself is given up, but not one that ends because another is lost', async () => {
  const hanging = member('setInterval(() => undefined, 1000);');
  hanging.giveUp();
  expect(await hanging.end).toMatchObject({ code: 3, signal: 'SIGKILL', seesLoss: false, hangs: true });
  const saving = member(
    "process.send('loss'); setTimeout(() => { process.exitCode = 3; process.disconnect(); }, 500);",
  );
  await saving.loss;
  saving.giveUp();
  expect(await saving.end).toMatchObject({ code: 3, signal: null, seesLoss: true, hangs: false });
});

test('it tells of its checkpoints', async () => {
  const saving = member("process.send('saved', () => process.disconnect());");
  expect(await saving.end).toMatchObject({ code: 0 });
  expect(saving.saved).toBe(true);
});
