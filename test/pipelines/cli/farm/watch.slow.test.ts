import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Queue } from '../../../../pipelines/cli/farm/queue.js';
import type { Report } from '../../../../pipelines/cli/farm/report.js';
import { watch } from '../../../../pipelines/cli/farm/watch.js';
import { Nats, onNats } from './nats.js';

const nats = await Nats.make();
const job = (job: number) => ({ run: 'r', job, of: 2, worker: 'w', try: 1 });

onNats('watching', () => {
  let queue: Queue;
  beforeAll(async () => {
    await nats.start();
    queue = await nats.queue();
  });
  afterAll(() => queue.close());

  const watched = async (once: boolean, onReport: (report: Report) => void = () => undefined) => {
    const lines: string[] = [];
    const { signal } = new AbortController();
    const runs = await watch(queue, { once, signal, onReport, say: (line) => lines.push(line) });
    return { runs, lines };
  };

  test('ends at once where nothing has been submitted', async () => {
    expect(await watched(false)).toEqual({ runs: [], lines: [] });
  }, 60_000);

  test('shows how it is now, and with the last job what has become of all', async () => {
    await queue.report({ state: 'submitted', run: 'r', of: 2, about: '' }, 1);
    await queue.report({ ...job(0), state: 'running', done: 1, total: 2 }, 1);
    expect((await watched(true)).lines).toEqual(['r: 0 of 2 jobs done, 1 running; 25 %']);
    const seen: Report[] = [];
    const { runs, lines } = await watched(false, (report) => {
      seen.push(report);
      if (seen.length > 2) return;
      const end =
        seen.length === 1
          ? ({ ...job(0), state: 'done', seconds: 1 } as const)
          : ({ ...job(1), state: 'failed', error: 'why' } as const);
      void queue.report(end, 1);
    });
    expect(runs).toMatchObject([{ done: 1, failed: [{ job: 1 }], isOver: true }]);
    expect(lines).toContain('job r 1/2, try 1 by w: why');
    expect(lines.at(-1)).toBe('r: 1 of 2 jobs done, 0 running, 1 failed for good; 100 %');
    expect(seen.map(({ state }) => state)).toEqual(['submitted', 'running', 'done', 'failed']);
  }, 60_000);

  test('goes on after the server was away', async () => {
    await queue.report({ state: 'submitted', run: 's', of: 1, about: '' }, 1);
    let isKilled = false;
    const { runs } = await watched(false, (report) => {
      if (report.run !== 's' || isKilled) return;
      isKilled = true;
      void nats
        .kill()
        .then(() => nats.start())
        .then(() => queue.report({ ...job(0), run: 's', of: 1, state: 'done', seconds: 1 }, 20));
    });
    expect(runs.find(({ run }) => run === 's')).toMatchObject({ done: 1, isOver: true });
  }, 60_000);
});
