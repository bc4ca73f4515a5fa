import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Classifier, type ClassifierFacts } from '../../../operators/measure/classifier.js';
import { tf } from '../../../operators/tensor/tf.js';
import { onTensorflow } from '../../backends.js';
import { scratch } from '../video/clips.js';
import { byColour, writeGraph, writeLayers } from './classifier-files.js';

const { fresh, remove } = scratch();
afterAll(remove);

const facts: ClassifierFacts = { range: [-1, 1], logits: false, frames: 2 };

/** Videos whose frames have a colour each, [B, F, 6, 6, C]. */
const coloured = (videos: readonly (readonly (readonly number[])[])[]): tf.Tensor5D =>
  tf.tidy(() =>
    tf.tile(
      tf.reshape(tf.tensor3d(videos as number[][][]), [videos.length, videos[0]?.length ?? 0, 1, 1, -1]),
      [1, 1, 6, 6, 1],
    ),
  );

const softmax = (logits: readonly number[]): number[] => {
  const powers = logits.map(Math.exp);
  return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
};

/** The probabilities that a classifier tells; no tensor is left behind. */
async function told(path: string, video: tf.Tensor5D, more: Partial<ClassifierFacts> = {}): Promise<number[][][]> {
  const before = tf.memory().numTensors;
  const classifier = await Classifier.load(path, { ...facts, ...more });
  try {
    const found = await classifier.probabilities(video);
    const rows = found.arraySync();
    found.dispose();
    return rows;
  } finally {
    classifier.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }
}

/** What is said where it fails. */
const failure = async (path: string, video: tf.Tensor5D, more: Partial<ClassifierFacts> = {}): Promise<string> =>
  told(path, video, more).then(
    () => 'nothing',
    (error: unknown) => (error as Error).message,
  );

onTensorflow('a classifier of the user', () => {
  test('of pictures is told frames that are evenly spread, in its size and range', async () => {
    const path = await writeLayers(fresh(), byColour([4, 4, 3]));
    const frames = [
      [1, 0, 0],
      [1, -1, 0.5],
      [0, 0, 0],
      [-1, 1, 0.5],
    ];
    const video = coloured([frames, [...frames].reverse()]);
    const [first, second] = await told(path, video);
    for (const [n, f] of [1, 3].entries()) {
      softmax([...(frames[f] ?? []), 0].map((x) => 4 * x)).forEach((p, k) => {
        expect(first?.[n]?.[k]).toBeCloseTo(p, 4);
      });
    }
    expect(second?.[0]).not.toEqual(first?.[0]);
    // of values from 0 to 255: of mean colour 255, 0 and 191
    const [scaled] = await told(path, video, { range: [0, 255] });
    expect(scaled?.[0]?.[0]).toBeCloseTo(1, 4);
  });

  test('of whole videos is told their first frames as one', async () => {
    const path = await writeLayers(fresh(), byColour([2, 6, 6, 3]));
    const [only] = await told(
      path,
      coloured([
        [
          [1, 0, 0],
          [0, 1, 0],
          [-1, -1, -1],
        ],
      ]),
    );
    expect(only).toHaveLength(1);
    softmax([2, 2, 0, 0]).forEach((p, k) => {
      expect(only?.[0]?.[k]).toBeCloseTo(p, 4);
    });
  });

  test('may be a graph model, and gets RGB of grey videos', async () => {
    const path = writeGraph(fresh());
    const [only] = await told(join(path, 'model.json'), coloured([[[0.5], [0.5]]]));
    expect(only?.[0]?.map((p) => Number(p.toFixed(4)))).toEqual([0.3333, 0.3333, 0.3333]);
    const [colour] = await told(
      path,
      coloured([
        [
          [1, 0, -1],
          [1, 0, -1],
        ],
      ]),
    );
    softmax([1, 0, -1]).forEach((p, k) => {
      expect(colour?.[0]?.[k]).toBeCloseTo(p, 4);
    });
  });

  test('may give logits, if that is said', async () => {
    const path = await writeLayers(fresh(), byColour([6, 6, 3], 1, false));
    const video = coloured([[[1, 0, -1]]]);
    const [only] = await told(path, video, { logits: true });
    softmax([1, 0, -1, 0]).forEach((p, k) => {
      expect(only?.[0]?.[k]).toBeCloseTo(p, 4);
    });
    expect(await failure(path, video)).toMatch(/E_WEIGHTS_OTHER[^]*numbers from -1 on[^]*--classifier-logits/);
  });

  test('that does not fit the videos is an error that says what it takes', async () => {
    const rgb = await writeLayers(fresh(), byColour([6, 6, 3]));
    const grey = await writeLayers(fresh(), byColour([6, 6, 1]));
    const whole = await writeLayers(fresh(), byColour([3, 6, 6, 3]));
    const video = coloured([
      [
        [1, 0, 0],
        [1, 0, 0],
      ],
    ]);
    expect(await failure(grey, video)).toMatch(
      /E_CHANNELS[^]*videos of 1 channel, which the classifier takes[^]*3 channels/,
    );
    expect(await failure(whole, video)).toMatch(/E_SIZE[^]*videos of 3 frames or more[^]*2 frames/);
    expect(await failure(rgb, tf.zeros([1, 2, 6, 6, 2]))).toMatch(/E_CHANNELS/);
    const flat = tf.sequential({ layers: [tf.layers.conv2d({ filters: 2, kernelSize: 1, inputShape: [6, 6, 3] })] });
    expect(await failure(await writeLayers(fresh(), flat), video)).toMatch(/an output \[N, K\][^]*\[2, 6, 6, 2\]/);
    expect(await failure(rgb, tf.fill([1, 2, 6, 6, 3], NaN))).toMatch(/E_NOT_FINITE|E_WEIGHTS_OTHER/);
  });
});
