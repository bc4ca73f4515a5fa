import { expect, test } from '@jest/globals';
import { runTool } from '../../../../pipelines/cli/provision/run-tool.js';

const node = (script: string, options: Partial<Parameters<typeof runTool>[2]> = {}) =>
  runTool(process.execPath, ['-e', script], { env: process.env, ...options });

test('a command ends with its code and what it said, on either stream', async () => {
  const seen: string[] = [];
  const ended = await node("console.log('out'); console.error('err'); process.exitCode = 7", {
    onLine: (line) => seen.push(line),
  });
  expect(ended.code).toBe(7);
  expect([...ended.output].sort()).toEqual(['err', 'out']);
  expect(seen.sort()).toEqual(['err', 'out']);
});

test('only the last lines are kept of one that says much', async () => {
  const { output } = await node('for (let i = 0; i < 1000; i++) console.log(i)');
  expect([output.length, output.at(-1)]).toEqual([200, '999']);
});

test('a command that is not there, and one that takes too long, have codes of their own', async () => {
  expect((await runTool('/nonexistent/tool', [], { env: {} })).code).toBe(127);
  expect((await node('setInterval(() => {}, 1000)', { timeoutMs: 300 })).code).toBe(124);
});

test('cancelled, it is killed, and what it was cancelled with is thrown', async () => {
  const reason = new Error('stop');
  const cancel = new AbortController();
  const running = node("console.log('up'); setInterval(() => {}, 1000)", {
    signal: cancel.signal,
    onLine: () => cancel.abort(reason),
  });
  await expect(running).rejects.toBe(reason);
});
