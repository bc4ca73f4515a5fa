import { expect, test } from '@jest/globals';
import { MemberProcess } from '../../../../pipelines/cli/members/member-process.js';

const member = (script: string): MemberProcess =>
  new MemberProcess(1, ['--input-type=module', '--eval', script], { ...process.env, NODE_OPTIONS: '' });

test('how it ends, and what it said at last', async () => {
  const failing = member("console.error('what was wrong'); process.exitCode = 2; process.disconnect();");
  expect(await failing.end).toEqual({ rank: 1, code: 2, signal: null, said: 'what was wrong' });
  expect(failing.saved).toBe(false);
});

test('a signal that ends it is named', async () => {
  const hanging = member('setInterval(() => undefined, 1000);');
  hanging.kill('SIGKILL');
  expect(await hanging.end).toMatchObject({ code: 3, signal: 'SIGKILL' });
});

test('it tells of its checkpoints', async () => {
  const saving = member("process.send('saved', () => process.disconnect());");
  expect(await saving.end).toMatchObject({ code: 0 });
  expect(saving.saved).toBe(true);
});
