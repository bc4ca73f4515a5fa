import { basename, extname, join } from 'node:path';
import {
  cancelled,
  HpdmError,
  ints,
  path,
  source,
  string,
  strings,
  type Cascade,
  type Refusal,
} from '../../dsl/index.js';
import { cascade } from '../values/cascade.js';
import { givenValues } from '../values/given-values.js';
import { trial } from '../values/trial.js';

/**
 * Try the rows of a table, each with several seeds, one after the other: all rows with the first seed, then all with the next.
 *
 * out  trial  each, when it has been measured
 * A row is a document that ends in measure.report, and has the parameters `base`, `seed`, `shared` and `out`, as experiments/trial.yaml has. It is run again
 * where it was run before, so it must leave alone what is complete. A row that fails is a warning, and the error of the run when all others are done.
 * fails as the rows do
 */
export const measureTrials = source({
  id: 'measure.trials',
  summary: 'Try the rows of a table, each with several seeds',
  emits: 'many',
  in: {},
  with: {
    rows: strings('documents, in the order of the table'),
    seeds: ints('seeds of the trainings and of the samples', { min: 0 }),
    path: path('folder that tables share, with trainings and records'),
    name: string('folder of the table in it'),
    base: cascade('a parameter of every row: what it changes a part of'),
    values: strings('values of parameters of every row, such as count=512', { default: [] }),
  },
  out: { trial: trial() },
  check: ({ rows, seeds }): Refusal[] => [
    ...differing('rows', rows.map(nameOf)),
    ...differing(
      'seeds',
      seeds.map((seed) => `${seed}`),
    ),
  ],
  endless: () => true,
  documents: (settings) =>
    settings.rows.map((document) => ({ ...trialOf(settings, document, settings.seeds[0] ?? 0), isReady: true })),
  files: ({ path }) => ({ writes: { path } }),
  cost: ({ rows }) => {
    throw new Error(`hpdm plan tells of each of its documents: ${rows.map(nameOf).join(', ')}`);
  },
  run: async function* (_, settings, { runPart, note, warn, signal }) {
    const { rows, seeds, path, name } = settings;
    const failed: unknown[] = [];
    const all = { rows: rows.map(nameOf), seeds, table: join(path, name) };
    for (const seed of seeds) {
      for (const document of rows) {
        const row = nameOf(document);
        const { label, given } = trialOf(settings, document, seed);
        note(`${label}: ${given.out}`);
        try {
          if (!(await runPart(label, document, given))) throw cancelled(STOPPED);
        } catch (error) {
          if (signal.aborted || !(error instanceof HpdmError) || isCancelled(error)) throw error;
          warn(`${label}: ${error.message}`);
          failed.push(error);
          continue;
        }
        yield { trial: { ...all, row, seed } };
      }
    }
    if (failed.length > 0) throw failed[0];
  },
});

interface Table {
  readonly path: string;
  readonly name: string;
  readonly base: Cascade;
  readonly values: readonly string[];
}

/** A row with a seed: what it is called, and the values of its parameters. */
function trialOf({ path, name, base, values }: Table, document: string, seed: number) {
  const row = nameOf(document);
  const out = join(path, name, row, `seed-${seed}`);
  return { label: `${row}-${seed}`, document, given: { ...givenValues(values), base, seed, shared: path, out } };
}

const STOPPED = 'stopped; the same command goes on';

const nameOf = (document: string): string => basename(document, extname(document));
const isCancelled = ({ faults }: HpdmError): boolean => faults.some(({ code }) => code === 'E_CANCELLED');

/** Refuse an empty list, and one with the same twice. */
const differing = (setting: string, names: readonly string[]): Refusal[] =>
  names.length > 0 && new Set(names).size === names.length
    ? []
    : [
        {
          code: 'E_SETTING_TYPE',
          path: `with.${setting}`,
          expected: 'at least one, and none twice',
          got: JSON.stringify(names),
        },
      ];
