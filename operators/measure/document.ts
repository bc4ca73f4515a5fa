import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { cancelled, int, optional, path, source, string, strings, type Cascade } from '../../dsl/index.js';
import { refuseEndless } from '../clips/clips-of.js';
import { latestCheckpoint } from '../training/checkpoints.js';
import { readCheckpointCascade } from '../training/load-weights.js';
import { cascade } from '../values/cascade.js';
import { clips as clipsPort, type Clips } from '../values/clips.js';
import { folder } from '../values/folder.js';
import { givenValues } from '../values/given-values.js';
import { record } from '../values/record.js';
import { contentOf } from './content-of.js';
import { isDocument } from './is-document.js';
import { refuseWithoutRecord } from './refuse-without-record.js';
import { version } from '../disk/version.js';

/**
 * Measure videos by another document, which keeps a record of them: once for the same settings, seed, checkpoint and clips. A run that was
 * stopped, even killed, goes on where it was, and a record of fewer videos is continued.
 *
 * in   clips   those that the document measures, if it does: other files are measured anew
 *      after   a record that is made before this one
 *      trained a training, which takes the place of the checkpoint
 * out  record  of `count` videos, or of as many as there are
 * The document must have the parameters `count` and `out` with defaults, and `cascade`, `checkpoint` and `seed` where they are given. Its record lies
 * in a folder of the document's name and a hash of all that its videos follow from.
 * fails E_NO_RECORD; E_CHECKPOINT_MISSING; E_DATA_ORDER for clips without end; and as the document does
 */
export const measureDocument = source({
  id: 'measure.document',
  summary: 'Measure videos by another document, once',
  emits: 'one',
  in: { clips: optional(clipsPort()), after: optional(record()), trained: optional(folder()) },
  with: {
    document: path('the document, which ends in measure.record'),
    path: path('folder of records'),
    cascade: cascade('a parameter of the document'),
    checkpoint: path('a parameter of the document; empty: it has none', { default: '' }),
    step: int('the step whose checkpoint it is, of a training; 0: the newest', { default: 0, min: 0, unit: 'steps' }),
    others: strings('further checkpoints, a parameter of the document; empty: it has none', { default: [] }),
    seed: int('a parameter of the document; −1: it keeps its default', { default: -1, min: -1 }),
    compared: string(
      'a checkpoint, measured by the cascade that it was trained for, or a document that takes the place of `document`, with its own cascade and checkpoint; empty: neither',
      { default: '' },
    ),
    count: int('videos; 0: all that there are', { default: 0, min: 0, unit: 'videos' }),
    values: strings('values of its other parameters, such as cache=out/cache', { default: [] }),
  },
  out: { record: record() },
  documents: async (settings, inputs) => {
    const { count, path } = settings;
    const { document, ...given } = await askedOf(settings, undefined);
    const out = join(path, nameOf(document));
    const isReady = !inputs.includes('trained');
    return [
      {
        ...{ document, given: { ...given, count, out }, isReady },
        refuse: (nodes) => {
          refuseWithoutRecord(document, nodes);
        },
      },
    ];
  },
  cost: ({ document }) => {
    throw new Error(`hpdm plan tells of ${nameOf(document)}`);
  },
  run: async function* ({ clips, trained }, settings, { seed, node, nodesOf, runPart, note }) {
    const { count } = settings;
    if (clips) refuseEndless(clips, node);
    const { document, ...given } = await askedOf(settings, trained);
    const { checkpoint } = given;
    const nodes = await nodesOf(document, given);
    refuseWithoutRecord(document, nodes);
    const content = await contentOf(nodes, [version, seed, clips && (await clipFacts(clips))]);
    const place = join(settings.path, `${nameOf(document)}-${content.slice(0, 16)}`);
    note(`${node}: ${place}`);
    const isDone = await runPart(node, document, { ...given, count, out: place });
    if (!isDone) throw cancelled('stopped; the same command goes on');
    yield { record: { folder: place, count, ...(checkpoint !== undefined && { checkpoint }) } };
  },
});

interface Asked extends Choice {
  readonly seed: number;
  readonly others: readonly string[];
  readonly values: readonly string[];
}

/** The document, and the values of its parameters but the number of videos and their place. */
async function askedOf(
  settings: Asked,
  trained: string | undefined,
): Promise<Readonly<Record<string, unknown>> & Pick<Choice, 'document'> & Partial<Choice>> {
  const { seed, others, values } = settings;
  const measured = await measuredBy(settings, trained);
  return {
    ...givenValues(values),
    ...(seed >= 0 && { seed }),
    ...{ ...measured, ...(others.length > 0 && { others }) },
  };
}

interface Choice {
  readonly document: string;
  readonly cascade: Cascade;
  readonly checkpoint: string;
  readonly step: number;
  readonly compared: string;
}

/** The document, and the cascade and checkpoint that it is given. */
async function measuredBy(
  { document, cascade, checkpoint, step, compared }: Choice,
  trained: string | undefined,
): Promise<Pick<Choice, 'document'> & Partial<Choice>> {
  if (isDocument(compared)) return { document: compared };
  if (compared !== '') return { document, checkpoint: compared, cascade: await readCheckpointCascade(compared) };
  const path = trained ?? checkpoint;
  if (path === '') return { document, cascade };
  return { document, cascade, checkpoint: step > 0 ? latestCheckpoint(path, step) : path };
}

const nameOf = (document: string): string => basename(document, extname(document));

/** What tells the clips of a data set from others: their names and captions, and size and time of their files. */
async function clipFacts({ length, classes, at }: Clips): Promise<unknown[]> {
  const facts: unknown[] = [classes];
  const files = new Map<string, string>();
  for (let i = 0; i < length; i++) {
    const { name, captions, label, source, start, end } = at(i, 0);
    const known = files.get(source.path) ?? (await factsOfFile(source.path));
    files.set(source.path, known);
    facts.push([name, captions, label, source, start, end, known]);
  }
  return facts;
}

async function factsOfFile(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  return `${size} ${mtimeMs}`;
}
