import { bool, int, numbers, path, stage, type Refusal } from '../../dsl/index.js';
import { tf } from '../tensor/tf.js';
import { classes } from '../values/classes.js';
import { video } from '../values/video.js';
import { Classifier } from './classifier.js';
import { classifierFile } from './classifier-model.js';

/**
 * Tell the classes of videos by a classifier that the user gives, for the inception score: a model of TensorFlow.js, of pictures
 * [N, h, w, c] or of whole videos [N, f, h, w, c], with one output [N, K].
 *
 * in   video    [B, F, H, W, C]; a classifier of pictures gets frames that are evenly spread, one of videos the first ones
 * out  classes  [B, n, K], probabilities; of no classifier [B, 1, 0]
 * fails E_FILE_MISSING, E_WEIGHTS_OTHER; E_CHANNELS, E_SIZE where the videos do not fit the classifier
 * source Salimans et al. 2016 (inception score)
 */
export const measureClasses = stage({
  id: 'measure.classes',
  summary: 'Tell the classes of videos by a classifier of yours, for the inception score',
  in: { video: video('B', 'F', 'H', 'W', 'C') },
  with: {
    classifier: path('its model.json, or the folder with it; empty: none, and nothing is told', { default: '' }),
    range: numbers('what it takes for black and for white', { default: [-1, 1], lengths: [2] }),
    logits: bool('whether it gives logits in the place of probabilities', { default: false }),
    frames: int('frames of each video for a classifier of pictures', { default: 8, min: 1, unit: 'frames' }),
  },
  out: { classes: classes() },
  dimensions: ({ classifier }) => (classifier === '' ? { n: 1, K: 0 } : {}),
  check: ({ range: [low = 0, high = 0] }): Refusal[] =>
    low < high
      ? []
      : [
          {
            code: 'E_SETTING_TYPE',
            path: 'with.range',
            expected: 'a smaller and a greater number',
            got: `${low}, ${high}`,
          },
        ],
  files: ({ classifier }) => (classifier === '' ? {} : { reads: { classifier: classifierFile(classifier) } }),
  cost: () => ({}),
  open: async ({ classifier, ...facts }) => {
    const model = classifier === '' ? undefined : await Classifier.load(classifier, facts);
    const free = () => {
      model?.dispose();
    };
    return {
      next: async ({ video }) => ({
        classes: model ? await model.probabilities(video) : tf.zeros([video.shape[0], 1, 0]),
      }),
      done: free,
      abort: free,
    };
  },
});
