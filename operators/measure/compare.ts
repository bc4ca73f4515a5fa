import { join } from 'node:path';
import { itemAt, list, path, stage, string, strings, type Refusal } from '../../dsl/index.js';
import { record, type Measured } from '../values/record.js';
import { comparisonPage, type Compared } from './comparison-page.js';
import { evaluate } from './evaluate.js';
import { summaryLine } from './evaluation-page.js';
import { measuredSide } from './measured-side.js';
import { videosOf } from './recorded-item.js';
import { reportFolder } from './report-folder.js';

/** Samples that are shown side by side. */
const SHOWN = 24;

/**
 * Compare several records of samples beside the same real videos.
 *
 * in   sampled  the records, of samples of the same seed
 *      real     that of real videos of the same size
 * out  nothing; `comparison.json`, with the evaluation of each as `measure.report` has it, and `comparison.html` with a table and the first samples
 *      side by side
 * fails E_FOLDER; E_SIZE where they are of different sizes or describe other numbers of frames; E_EMPTY_VIDEO; E_DISK_FULL
 */
export const measureCompare = stage({
  id: 'measure.compare',
  summary: 'Compare several records of samples beside the same real videos',
  in: { sampled: list(record()), real: record() },
  out: {},
  with: {
    path: path('folder of the report'),
    names: strings('what the records are of, in their order'),
    title: string('title of the page', { default: 'Comparison' }),
  },
  check: ({ names }): Refusal[] =>
    new Set(names).size === names.length
      ? []
      : [{ code: 'E_SETTING_TYPE', path: 'with.names', expected: 'names that differ', got: JSON.stringify(names) }],
  files: ({ path }) => ({ writes: { path: join(path, 'comparison.json') } }),
  cost: () => ({}),
  open: async ({ path, names, title }, context) => {
    const { signal, note, warn } = context;
    const write = await reportFolder(path, 'path', context);
    return {
      next: async ({ sampled, real }) => {
        const reals = await measuredSide(real, signal);
        const compared: Compared[] = [];
        for (const [i, one] of sampled.entries()) {
          const evaluation = evaluate(await measuredSide(one, signal), reals, one.folder);
          const name = names[i] ?? `${i + 1}`;
          for (const caveat of evaluation.caveats) warn(`${name}: ${caveat}`);
          note(`${name}: ${summaryLine(evaluation.measures)}`);
          compared.push({ name, evaluation, strips: await firstStrips(one, signal) });
        }
        const evaluations = Object.fromEntries(compared.map(({ name, evaluation }) => [name, evaluation]));
        await write('comparison.json', `${JSON.stringify({ evaluations }, undefined, 2)}\n`);
        await write('comparison.html', comparisonPage(title, compared, await firstTexts(itemAt(sampled, 0), signal)));
        return {};
      },
    };
  },
});

const first = ({ folder, count }: Measured): Measured => ({
  folder,
  count: Math.min(count === 0 ? SHOWN : count, SHOWN),
});

async function firstStrips(record: Measured, signal: AbortSignal): Promise<Compared['strips']> {
  const strips = new Map<number, Uint8Array>();
  for await (const { number, strip } of videosOf(first(record), signal)) strips.set(number, strip);
  return strips;
}

async function firstTexts(record: Measured, signal: AbortSignal): Promise<(string | null)[]> {
  const texts: (string | null)[] = [];
  for await (const { text } of videosOf(first(record), signal)) texts.push(text);
  return texts;
}
