import { beforeEach, expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import type { Body } from '../../../dsl/contract/context.js';
import type { Weights } from '../../../operators/network/weights.js';
import { selectBackend } from '../../../operators/tensor/select-backend.js';
import { trainStep } from '../../../operators/train/step.js';
import { saveTraining } from '../../../operators/training/save-training.js';
import type { TrainingState } from '../../../operators/training/training-state.js';
import { smallCascade } from '../../cascade.js';
import { settingsOf, testContext } from '../../context.js';
import { scratch } from '../disk/scratch.js';

const folder = scratch();
beforeEach(() => selectBackend('cpu'));

/** A loss of the weights alone: their sum of squares. */
const squares: Body = ({ network }) => {
  const { weights } = network as { readonly weights: Weights };
  const sums = Object.values(weights).map((tensor) => tf.sum<tf.Scalar>(tf.square(tensor)));
  return { loss: tf.addN(sums), levels: tf.tensor1d([1, 2, 3]) };
};

const inputs = (batch: number) => ({
  patches: Array.from({ length: 3 }, () => tf.zeros<tf.Rank.R5>([batch, 2, 4, 4, 2])),
  ...{ noisy: [], sigma: [], origins: [], condition: undefined, rates: undefined },
});

function open(first = 0, given: Partial<Parameters<typeof trainStep.open>[0]> = {}, body = squares) {
  const metrics: Readonly<Record<string, number>>[] = [];
  let enough = 0;
  const own = {
    metric: (values: Readonly<Record<string, number>>) => void metrics.push(values),
    enough: () => void (enough += 1),
  };
  const context = testContext({ first, body, ...own });
  const settings = { cascade: smallCascade(), steps: 10, warmup: 0, checkpoints: folder.path, ...given };
  return {
    stage: Promise.resolve(trainStep.open(settingsOf(trainStep.with, settings), context)),
    metrics,
    context,
    ended: () => enough > 0,
  };
}

/** Save the state after an item, as `train.checkpoint` does. */
const save = (item: object): Promise<string> =>
  saveTraining((item as { training: TrainingState }).training, folder.path, 1);

test('every item is one step down the loss of the body, and is told with the loss of each level', async () => {
  const { stage, metrics, context } = open();
  const opened = await stage;
  for (const number of [0, 1, 2]) await opened.next(inputs(2), number);
  await opened.done?.();
  const losses = metrics.map(({ loss = NaN }) => loss);
  expect(losses).toEqual([...losses].sort((a, b) => b - a));
  expect(metrics[2]).toMatchObject({ step: 3, 'loss.0': 1, 'loss.1': 2, 'loss.2': 3 });
  expect(context.progressed).toEqual([
    [1, 10],
    [2, 10],
    [3, 10],
  ]);
});

test('a run that goes on at an item starts from the checkpoint before it, and refuses another batch', async () => {
  const before = await open().stage;
  await save(await before.next(inputs(2), 0));
  await before.done?.();
  const { stage, metrics, context } = open(1);
  await (await stage).next(inputs(2), 1);
  expect(metrics).toMatchObject([{ step: 2 }]);
  expect(context.notes).toContain('goes on after step 1');
  await expect((await open(1).stage).next(inputs(4), 1)).rejects.toMatchObject({ code: 'E_CHECKPOINT_BATCH' });
  await expect((await open(2).stage).next(inputs(2), 2)).rejects.toMatchObject({ code: 'E_CHECKPOINT_STEP' });
});

test('with accumulation, a step takes several items, and a run goes on at the first item of a step', async () => {
  const { stage, metrics } = open(0, { accumulate: 2 });
  const opened = await stage;
  const items: object[] = [];
  for (const number of [0, 1, 2]) items.push(await opened.next(inputs(2), number));
  expect(metrics).toMatchObject([{ step: 1 }]);
  expect(items).toMatchObject([
    { training: { step: 0 } },
    { training: { step: 1, items: 2 } },
    { training: { step: 1, items: 2 } },
  ]);
  await save(items[2] as object);
  await opened.done?.();
  const later = open(2, { accumulate: 2 });
  expect(trainStep.stoppedAt?.(settingsOf(trainStep.with, { steps: 10, checkpoints: folder.path }))).toEqual({
    item: 2,
    complete: false,
  });
  await (await later.stage).next(inputs(2), 2);
  await (await later.stage).next(inputs(2), 3);
  expect(later.metrics).toMatchObject([{ step: 2 }]);
});

test('the rates of the clips are counted by the step, so that a run which goes on counts each clip once', async () => {
  const opened = await open(0, { accumulate: 2 }).stage;
  const told = (...rates: (number | null)[]) => ({ ...inputs(2), rates });
  const items: TrainingState[] = [];
  for (const [number, rates] of [told(24, null), told(24, 12.5), told(30, 30)].entries()) {
    items.push(((await opened.next(rates, number)) as { training: TrainingState }).training);
  }
  expect(items.map(({ rates }) => rates)).toEqual([{}, { 24: 2, 12.5: 1 }, { 24: 2, 12.5: 1 }]);
  await save({ training: items[2] });
  await opened.done?.();
  const later = await open(2, { accumulate: 2 }).stage;
  await later.next(told(30, 30), 2);
  const { training } = (await later.next(told(30, null), 3)) as { training: TrainingState };
  expect(training.rates).toEqual({ 24: 2, 12.5: 1, 30: 3 });
  await later.done?.();
});

test('it has enough after its last step, or after the steps of this part of the run', async () => {
  const whole = open(0, { steps: 2 });
  await (await whole.stage).next(inputs(2), 0);
  expect(whole.ended()).toBe(false);
  await (await whole.stage).next(inputs(2), 1);
  expect(whole.ended()).toBe(true);
  const part = open(0, { left: 1 });
  await (await part.stage).next(inputs(2), 0);
  expect(part.ended()).toBe(true);
  const timed = open(0, { steps: 0, hours: 1e-9 });
  await (await timed.stage).next(inputs(2), 0);
  expect(timed.ended()).toBe(true);
});

test('data that end early are a warning that says how many steps were made', async () => {
  const { stage, context } = open();
  await (await stage).next(inputs(2), 0);
  await (await stage).done?.();
  expect(context.warnings).toEqual(['the data ended: 1 of 10 steps are done']);
});

test('a step without a finite loss is left out and counted; several in a row end the run', async () => {
  let bad = false;
  const body: Body = (given) =>
    bad ? { ...squares(given), loss: tf.mul(squares(given)['loss'] as tf.Scalar, NaN) } : squares(given);
  const { stage, metrics, context } = open(0, { patience: 2 }, body);
  const opened = await stage;
  for (const number of [0, 1, 2, 3]) {
    bad = number === 1 || number === 3;
    await opened.next(inputs(2), number);
  }
  expect(metrics.map(({ step, skipped }) => [step, skipped])).toEqual([
    [1, 0],
    [2, 1],
  ]);
  expect(context.warnings).toEqual([
    expect.stringMatching(/loss is NaN .* at step 2; the step is left out/),
    expect.stringMatching(/at step 3/),
  ]);
  await expect(opened.next(inputs(2), 4)).rejects.toMatchObject({ code: 'E_LOSS' });
});

test('a warm-up that is not shorter than the run is a fifth of it, and is told', async () => {
  const { stage, context } = open(0, { warmup: 500 });
  await (await stage).next(inputs(2), 0);
  expect(context.notes).toEqual([
    expect.stringMatching(/warm-up is 2 steps, a fifth of the run/),
    expect.stringMatching(/half-life of 50000 samples, 25000 steps/),
  ]);
});

test('a run without steps and hours is refused, and a cascade of longer videos, too', () => {
  const refusals = (frames: number, steps: number) =>
    trainStep.check?.(settingsOf(trainStep.with, { cascade: smallCascade({ frames }), steps }), {}, []);
  expect(refusals(8, 0)).toMatchObject([{ path: 'with.steps' }]);
  expect(refusals(8, 1)).toEqual([]);
  expect(refusals(16, 1)).toMatchObject([{ code: 'E_CASCADE', path: 'with.cascade' }]);
});
