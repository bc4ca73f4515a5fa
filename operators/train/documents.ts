import { basename, extname, join } from 'node:path';
import { path, source, strings, type Refusal } from '../../dsl/index.js';
import { stoppedTraining } from '../training/checkpoints.js';
import { shareDone } from '../training/recipe.js';
import { folder } from '../values/folder.js';
import { givenValues } from '../values/given-values.js';

/**
 * Train by several documents in turn, each from the weights of the one before, as one run: what was trained earlier is not trained
 * again, and a document that stopped goes on.
 *
 * out  folder  of the last training, when all are complete; nothing in a run that is stopped before
 * Each document has a folder of its name, and must have the parameters out and start, as train.yaml has.
 */
export const trainDocuments = source({
  id: 'train.documents',
  summary: 'Train by several documents in turn, each from the weights of the one before',
  emits: 'many',
  in: {},
  with: {
    documents: strings('training documents, in order'),
    path: path('folder of the trainings'),
    values: strings('values of parameters of every document, such as cache=out/cache', { default: [] }),
  },
  out: { folder: folder() },
  check: ({ documents }): Refusal[] =>
    documents.length > 0
      ? []
      : [{ code: 'E_SETTING_MISSING', path: 'with.documents', expected: 'at least one document', got: '[]' }],
  endless: () => true,
  documents: ({ documents, path, values }) =>
    documents.map((document) => ({
      ...{ label: nameOf(document), document, isReady: true },
      given: { ...givenValues(values), out: folderOf(path, document) },
    })),
  files: ({ path }) => ({ writes: { path } }),
  cost: ({ documents }) => {
    throw new Error(`hpdm plan tells of each of its documents: ${documents.map(nameOf).join(', ')}`);
  },
  stoppedAt: ({ documents, path }) => {
    const done = documents.map((document) => isComplete(folderOf(path, document)));
    return done.every((one) => one === undefined)
      ? undefined
      : { item: 0, complete: done.every((one) => one === true) };
  },
  run: async function* (_, { documents, path, values }, { runPart, note }) {
    let start = '';
    for (const document of documents) {
      const out = folderOf(path, document);
      note(`${nameOf(document)} trains in ${out}${start === '' ? '' : `, from the weights in ${start}`}`);
      const more = start === '' ? {} : { start };
      if (!(await runPart(nameOf(document), document, { ...givenValues(values), ...more, out }))) return;
      start = out;
    }
    yield { folder: start };
  },
});

const nameOf = (document: string): string => basename(document, extname(document));
const folderOf = (path: string, document: string): string => join(path, nameOf(document));

/** Whether the training in a folder is complete; undefined where there is none. */
function isComplete(folder: string): boolean | undefined {
  const last = stoppedTraining(folder);
  if (last === undefined) return undefined;
  const { steps, hours } = last.recipe;
  return shareDone({ steps: Number(steps), hours: Number(hours) }, last.step, last.seconds) >= 1;
}
