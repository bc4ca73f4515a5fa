import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { load as loadWith, type PipelineDocument, type RunEvent } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { load } from '../../pipelines/api/load.js';
import { run } from '../../pipelines/api/run.js';
import { samplingDocument } from '../../pipelines/cli/sample/sampling-document.js';
import { planOf } from '../../pipelines/plan/plan.js';
import { onTensorflow } from '../backends.js';
import { smallCascade } from '../cascade.js';
import { givenNetwork } from '../given-network.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Levels of 1, 2 and 4 slabs, with noise in every step of some; with classes, as different videos need not look the same. */
const cascadeWith = (overlap: number) =>
  smallCascade({
    channels: 1,
    condition: { classes: 5 },
    levels: [
      { size: [2, 4, 4], steps: 2 },
      { size: [4, 8, 8], steps: 2, churn: 1 },
      { size: [8, 8, 16], steps: 2, sampler: 'ancestral', overlap: [overlap, 0.5, 0.5] },
    ],
  });

interface Sampled {
  readonly together: number;
  readonly overlap?: number;
  readonly separate?: boolean;
  readonly isEnd?: (event: RunEvent) => boolean;
}

async function graphOf(name: string, { together, overlap = 0, separate = false }: Sampled) {
  const parts = { condition: 'classes' as const, fromFile: false, showLevels: false, separate };
  const document = samplingDocument(parts);
  const model = { op: givenNetwork.id, with: { cascade: '${cascade}', checkpoint: null, precision: null } };
  const base = typeof document === 'string' ? { hpdm: 1 as const, extends: document, nodes: {} } : document;
  const changed = { ...base, nodes: { ...base.nodes, model } } as unknown as PipelineDocument;
  const outs = Array.from({ length: 5 }, (_, n) => join(folder, `${name}-${n}.mp4`));
  const values = {
    ...{
      cascade: cascadeWith(overlap),
      count: 5,
      together,
      seed: 5,
      scale: 1,
      guidance: [1.5],
      labels: [0, 1, 2, 3, 4],
    },
    ...{ sheet: join(folder, `${name}.png`), keep: join(folder, `${name}.unfinished`) },
    ...(separate ? { outs } : { out: join(folder, `${name}.mp4`) }),
  };
  return loadWith(changed, values, { ...operators, [givenNetwork.id]: givenNetwork });
}

type Ended = Promise<{ readonly events: readonly RunEvent[]; readonly failure: unknown }>;

/** Sample five videos, `together` at a time; end the run at an event where one is given. */
async function sample(name: string, sampled: Sampled): Ended {
  const cancel = new AbortController();
  const events: RunEvent[] = [];
  const graph = await graphOf(name, sampled);
  const onEvent = (event: RunEvent): void => {
    events.push(event);
    if (sampled.isEnd?.(event) === true) cancel.abort();
  };
  const failure = await run(graph, { seed: 5, signal: cancel.signal, onEvent }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { events, failure };
}

/** Whether an event says that a step of a level is done, and not that one goes on. */
const isStep = (event: RunEvent, node = /solve$/): event is RunEvent & { type: 'progress' } =>
  event.type === 'progress' && node.test(event.node) && event.note === undefined;

let known: Ended | undefined;
/** Five videos, two at a time, each in a file of its own (`whole-0.mp4` …). */
const sampledWhole = (): Ended => (known ??= sample('whole', { together: 2, separate: true }));

const bytesOf = (name: string) => readFileSync(join(folder, name));

const filesOf = (name: string) =>
  readdirSync(folder)
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith('.mp4'))
    .sort();

onTensorflow('videos in groups', () => {
  test.each([
    [0, 2],
    [0.5, 3],
  ])(
    'are those that are sampled together, byte for byte: a grid of all, and the sheet (overlap along time %d)',
    async (overlap, few) => {
      for (const together of [5, few]) {
        expect((await sample(`grid-${together}`, { together, overlap })).failure).toBeUndefined();
      }
      for (const end of ['mp4', 'png'])
        expect(bytesOf(`grid-${few}.${end}`).equals(bytesOf(`grid-5.${end}`))).toBe(true);
    },
    180_000,
  );

  test('with a file for each: each is complete before the next group begins, in order', async () => {
    expect((await sample('all', { together: 5, separate: true })).failure).toBeUndefined();
    const { events, failure } = await sampledWhole();
    expect(failure).toBeUndefined();
    expect(filesOf('whole')).toEqual([0, 1, 2, 3, 4].map((n) => `whole-${n}.mp4`));
    for (const n of [0, 1, 2, 3, 4]) expect(bytesOf(`whole-${n}.mp4`).equals(bytesOf(`all-${n}.mp4`))).toBe(true);
    const steps = events.flatMap((event, at) => (isStep(event, /^level\.2\.solve$/) ? [{ at, ...event }] : []));
    // two steps of four slabs of three groups
    expect(steps.map(({ done }) => done)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect(new Set(steps.map(({ total }) => total))).toEqual(new Set([24]));
    const written = events.flatMap((event, at) => (event.type === 'wrote' && event.path.endsWith('4') ? [at] : []));
    // the files of a group are complete before the last level of the next one has made its second slab
    expect(written.slice(0, 2).every((at) => at < (steps[10]?.at ?? 0))).toBe(true);
    expect(written.slice(2, 4).every((at) => at < (steps[18]?.at ?? 0))).toBe(true);
  }, 180_000);

  test.each([
    ['a finer level of the second group', 2, 11, 2],
    ['a coarser level of the third group', 1, 9, 4],
  ])(
    'a run that is stopped at %s keeps what is finished, and goes on to the same bytes',
    async (_, level, step, kept) => {
      expect((await sampledWhole()).failure).toBeUndefined();
      let seen = 0;
      const isEnd = (event: RunEvent): boolean =>
        isStep(event, new RegExp(`^level\\.${level}\\.solve$`)) && ++seen === step;
      const name = `stopped-${level}`;
      const stopped = await sample(name, { together: 2, separate: true, isEnd });
      expect(stopped.failure).toMatchObject({ code: 'E_CANCELLED' });
      const whole = Array.from({ length: kept }, (_, n) => `${name}-${n}.mp4`);
      expect(filesOf(name).filter((file) => !file.includes('partial'))).toEqual(whole);
      // in other groups than before
      const resumed = await sample(name, { together: 3, separate: true });
      expect(resumed.failure).toBeUndefined();
      for (const n of [0, 1, 2, 3, 4]) expect(bytesOf(`${name}-${n}.mp4`).equals(bytesOf(`whole-${n}.mp4`))).toBe(true);
      const steps = resumed.events.filter((event) => isStep(event));
      // two steps of one, two and four slabs, of two groups
      expect(steps.length).toBeLessThan(28);
    },
    180_000,
  );
});

test('the plan of many videos takes the memory of one group, and the work of all', async () => {
  const values = { cascade: cascadeWith(0), count: 5, labels: [0, 1], guidance: [1.5] };
  const plan = async (together: number) => planOf(await load('sample-classes', { ...values, together }));
  const [one, all] = [await plan(5), await plan(1)];
  // the weights are there in both
  expect(all.bytes).toBeLessThan(0.6 * one.bytes);
  expect(all.flops / one.flops).toBeCloseTo(1, 2);
  expect(all.evaluations).toBe(one.evaluations);
  expect(all.nodes.find(({ name }) => name === 'slabs')).toMatchObject({ choice: '1 of 5 videos at a time' });
});
