import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { Documents } from '../../../pipelines/studio/documents.js';
import type { Phase } from '../../../pipelines/studio/protocol.js';
import { Runs } from '../../../pipelines/studio/runs.js';
import { scratch } from '../cli/command-line.js';

const folder = scratch();
const at = (name: string): string => join(folder, name);
const request = (source: string, out: string) => ({
  file: 'mine.yaml',
  text: `hpdm: 1
params: { out: { type: path, default: ${at(out)} } }
nodes:
  read: { op: video.read, with: { path: 'lavfi:testsrc2=s=32x32:r=8${source}' } }
  write: { op: video.write, in: { frames: read.frames }, with: { path: '\${out}' } }
`,
  values: {},
});

/** Runs of the folder, and a wait for a phase of the one that is at work. */
function runsWithWait(): { runs: Runs; until: (...phases: Phase[]) => Promise<Phase> } {
  let look = (): void => undefined;
  const runs = new Runs(new Documents(folder), () => look());
  const until = (...phases: Phase[]): Promise<Phase> =>
    new Promise((resolve) => {
      look = () => {
        const { phase } = runs.view ?? {};
        if (phase !== undefined && phases.includes(phase)) resolve(phase);
      };
      look();
    });
  return { runs, until };
}

test('a run is told as it goes, and leaves a record beside its video', async () => {
  const { runs, until } = runsWithWait();
  await runs.start(request(':d=1', 'a.mp4'));
  await expect(runs.start(request(':d=1', 'b.mp4'))).rejects.toThrow('E_BUSY');
  expect(await until('finished', 'failed')).toBe('finished');
  expect(runs.view).toMatchObject({ faults: [], wrote: [at('a.mp4')], file: 'mine.yaml' });
  const record = JSON.parse(readFileSync(at('a.json'), 'utf8')) as Record<string, unknown>;
  expect(record).toMatchObject({ parameters: { out: at('a.mp4') }, document: { file: at('mine.yaml') } });
});

test('a run that is stopped keeps what it has made', async () => {
  const { runs, until } = runsWithWait();
  await runs.start(request(',realtime', 'camera.mp4'));
  await until('running');
  runs.pause(true);
  expect(runs.view?.phase).toBe('paused');
  runs.pause(false);
  const seen = until('finished', 'failed', 'stopped');
  await new Promise<void>((resolve) => {
    const isBegun = (): boolean => runs.view?.nodes.some(({ done }) => done > 0) === true;
    const timer = setInterval(() => {
      if (!isBegun()) return;
      clearInterval(timer);
      resolve();
    }, 20);
  });
  runs.stop();
  expect(await seen).toBe('finished');
  expect(existsSync(at('camera.mp4'))).toBe(true);
});

test('a document with a mistake starts nothing', async () => {
  const { runs } = runsWithWait();
  const { text, ...rest } = request(':d=1', 'c.mp4');
  await expect(runs.start({ ...rest, text: text.replace('video.read', 'video.raed') })).rejects.toThrow(
    'E_OPERATOR_UNKNOWN',
  );
  expect(runs.view).toBeUndefined();
});
