import {
  cancelled,
  HpdmError,
  int,
  ints,
  numbers,
  optional,
  path,
  source,
  strings,
  type Cascade,
} from '../../dsl/index.js';
import { stoppedTraining } from '../training/checkpoints.js';
import { otherCascade } from '../training/load-weights.js';
import { cascade } from '../values/cascade.js';
import { folder } from '../values/folder.js';
import { givenValues } from '../values/given-values.js';

/**
 * Train by another document, as a part of this run: what was trained earlier is not trained again, and what was stopped, even killed, goes on.
 *
 * in   start   a training that is complete, from whose weights it starts
 *      after   a training that is made before this one
 * out  folder  of the training, when it is complete
 * The document must have the parameters `cascade`, `out` and `start`, as train.yaml has.
 * fails E_CHECKPOINT_OTHER where a training of another cascade is there; and as the document does
 */
export const trainDocument = source({
  id: 'train.document',
  summary: 'Train by another document, once',
  emits: 'one',
  in: { start: optional(folder()), after: optional(folder()) },
  with: {
    document: path('the document, which ends in train.checkpoint'),
    path: path('folder of the training'),
    cascade: cascade('a parameter of the document'),
    seed: int('of the training; −1: that of the run', { default: -1, min: -1 }),
    scale: ints('size of the clips in times that of the last level, a parameter; empty: its own', {
      default: [],
      min: 1,
    }),
    lossWeights: numbers('of the levels, a parameter of the document; empty: its own', { default: [], min: 0 }),
    values: strings('values of its other parameters, such as steps=3000', { default: [] }),
  },
  out: { folder: folder() },
  endless: () => true,
  documents: (settings, inputs) => [
    { document: settings.document, given: valuesOf(settings), isReady: !inputs.includes('start') },
  ],
  files: ({ path }) => ({ writes: { path } }),
  cost: ({ document }) => {
    throw new Error(`hpdm plan tells of ${document}`);
  },
  run: async function* ({ start }, settings, context) {
    const { document, path, cascade, seed } = settings;
    const { node, runPart, note } = context;
    note(`${node}: ${path}`);
    const before = stoppedTraining(path);
    const differences = before === undefined ? [] : otherCascade(cascade, before.cascade, path);
    if (differences.length > 0) throw new HpdmError(differences);
    const given = { ...valuesOf(settings), ...(start && { start }) };
    const isDone = await runPart(node, document, given, seed < 0 ? context.seed : seed);
    if (!isDone) throw cancelled('stopped; the same command goes on');
    yield { folder: path };
  },
});

interface Training {
  readonly path: string;
  readonly cascade: Cascade;
  readonly scale: readonly number[];
  readonly lossWeights: readonly number[];
  readonly values: readonly string[];
}

/** The values of the document's parameters, but for where it starts. */
const valuesOf = ({ path, cascade, scale, lossWeights, values }: Training): Readonly<Record<string, unknown>> => ({
  ...givenValues(values),
  ...(scale.length > 0 && { scale }),
  ...(lossWeights.length > 0 && { lossWeights }),
  cascade,
  out: path,
});
