import { expect, jest, test } from '@jest/globals';
import { asMember, LAUNCHER, LOSS, SAVED } from '../../../../pipelines/cli/members/as-member.js';

const gang = { addresses: ['a:1', 'b:1'], from: 'Slurm' };

test('the leader keeps what was asked for; the others write nothing besides errors', () => {
  const asked = { events: 'events.jsonl', json: true, seed: 3, quiet: false };
  expect(asMember({ ...gang, rank: 0 }, asked)).toMatchObject({ ...asked, gang: { rank: 0 } });
  expect(asMember({ ...gang, rank: 1 }, asked)).toEqual({ seed: 3, quiet: true, gang: { ...gang, rank: 1 } });
});

test('a member tells its launcher of every checkpoint and of the loss of another one, and of nothing else, and ends with it', () => {
  const sent: unknown[] = [];
  const own = {
    send: (message: unknown): boolean => sent.push(message) > 0,
    channel: { unref: (): void => undefined },
  };
  const before = Object.keys(own).map((name) => [name, Object.getOwnPropertyDescriptor(process, name)] as const);
  for (const [name, value] of Object.entries(own)) Object.defineProperty(process, name, { value, configurable: true });
  const environment = jest.replaceProperty(process, 'env', { ...process.env, [LAUNCHER]: String(process.ppid) });
  const once = jest.spyOn(process, 'once').mockReturnValue(process);
  try {
    const { onEvent, gang: member } = asMember({ ...gang, rank: 0 }, {});
    onEvent?.({ type: 'finished', seconds: 1 });
    onEvent?.({ type: 'wrote', node: 'record', path: 'out/report.html', facts: { step: 1 } });
    expect(sent).toEqual([]);
    onEvent?.({ type: 'wrote', node: 'checkpoint', path: 'out/step-0000003', facts: { step: 3 } });
    member?.onLoss?.();
    expect(sent).toEqual([SAVED, LOSS]);
    expect(once).toHaveBeenCalledWith('disconnect', expect.any(Function));
  } finally {
    once.mockRestore();
    environment.restore();
    for (const [name, known] of before) {
      if (known === undefined) Reflect.deleteProperty(process, name);
      else Object.defineProperty(process, name, known);
    }
  }
});
