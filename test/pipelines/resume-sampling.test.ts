import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { load as loadWith, type Cascade, type PipelineDocument, type RunEvent } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { run } from '../../pipelines/api/run.js';
import { builtIn } from '../../pipelines/built-in.js';
import { onTensorflow } from '../backends.js';
import { smallCascade } from '../cascade.js';
import { givenNetwork } from '../given-network.js';
import { timesOf } from '../operators/video/clips.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SAMPLING = {
  hpdm: 1,
  extends: builtIn('sample.yaml'),
  nodes: { model: { op: givenNetwork.id, with: { cascade: '${cascade}', checkpoint: null, precision: null } } },
} as unknown as PipelineDocument;

/** Levels of 1, 2 and 8 slabs. */
const cascadeWith = (overlap: number): Cascade =>
  smallCascade({
    channels: 1,
    levels: [
      { size: [2, 4, 4], steps: 2 },
      { size: [4, 8, 8], steps: 2, churn: 1 },
      { size: [16, 8, 16], steps: 2, sampler: 'ancestral', overlap: [overlap, 0.5, 0.5] },
    ],
  });

/** Sample to a file; end the run at an event where one is given. */
async function sample(cascade: Cascade, name: string, isEnd: (event: RunEvent) => boolean = () => false) {
  const cancel = new AbortController();
  const [out, keep] = [join(folder, `${name}.mp4`), join(folder, `${name}.unfinished`)];
  const values = { cascade, count: 2, scale: 1, seed: 5, out, sheet: join(folder, `${name}.png`), keep };
  const graph = await loadWith(SAMPLING, values, { ...operators, [givenNetwork.id]: givenNetwork });
  const steps: string[] = [];
  const onEvent = (event: RunEvent): void => {
    // reports with a note are of a step that goes on
    if (event.type === 'progress' && event.node.endsWith('solve') && event.note === undefined) steps.push(event.node);
    if (isEnd(event)) cancel.abort();
  };
  const ended = run(graph, { seed: 5, signal: cancel.signal, onEvent });
  const failure = await ended.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { out, steps, failure };
}

const whole = new Map<number, ReturnType<typeof sample>>();

/** The videos of a run that is not stopped. */
function sampledWhole(overlap: number): ReturnType<typeof sample> {
  const known = whole.get(overlap) ?? sample(cascadeWith(overlap), `whole-${overlap}`);
  whole.set(overlap, known);
  return known;
}

/** The end of a run at a step of a level. */
function atStep(level: number, step: number): (event: RunEvent) => boolean {
  let seen = 0;
  return (event) =>
    event.type === 'progress' && event.node === `level.${level}.solve` && event.note === undefined && ++seen === step;
}

onTensorflow('sampling that was stopped', () => {
  test.each([
    [0, 0, 1],
    [0, 1, 1],
    [0, 1, 4],
    [0, 2, 2],
    [0, 2, 7],
    [0, 2, 15],
    [0.5, 1, 3],
    [0.5, 2, 9],
  ])(
    'goes on to the same bytes, without what was finished (overlap along time %d, level %i, step %i)',
    async (overlap, level, step) => {
      const cascade = cascadeWith(overlap);
      const sampled = await sampledWhole(overlap);
      expect(sampled.failure).toBeUndefined();
      const name = `stopped-${overlap}-${level}-${step}`;
      const stopped = await sample(cascade, name, atStep(level, step));
      expect(stopped.failure).toMatchObject({ code: 'E_CANCELLED' });
      expect(existsSync(stopped.out)).toBe(false);
      const resumed = await sample(cascade, name);
      expect(resumed.failure).toBeUndefined();
      expect(readFileSync(resumed.out)).toEqual(readFileSync(sampled.out));
      if (level > 0) expect(resumed.steps.length).toBeLessThan(sampled.steps.length);
      expect(existsSync(join(folder, `${name}.partial.mp4`))).toBe(false);
    },
    120_000,
  );

  test('keeps the frames that are finished in a file that plays, under another name', async () => {
    const { out, failure } = await sample(cascadeWith(0), 'part', atStep(2, 9));
    expect(failure).toMatchObject({ code: 'E_CANCELLED' });
    expect(existsSync(out)).toBe(false);
    const count = (await timesOf(join(folder, 'part.partial.mp4'))).length;
    // four slabs of two frames are finished after eight steps
    expect([6, 8]).toContain(count);
  });
});
