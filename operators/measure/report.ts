import { join } from 'node:path';
import { path, stage, string } from '../../dsl/index.js';
import { record, type Measured } from '../values/record.js';
import { evaluate } from './evaluate.js';
import type { Evaluation } from './evaluation.js';
import { evaluationPage, summaryLine, type Strips } from './evaluation-page.js';
import { measuredSide } from './measured-side.js';
import { videosOf } from './recorded-item.js';
import { reportFolder } from './report-folder.js';

/**
 * Report how good samples are beside real videos.
 *
 * in   sampled  the record of the samples
 *      real     that of real videos of the same size
 * out  nothing; `evaluation.json`, and `evaluation.html` with the worst and the best samples, which needs no other file
 * Fréchet distances of frames and of their differences, precision and recall, density and coverage, prompt accuracy where samples have texts,
 * and the figures of the records; each with its standard error over ten parts of the videos.
 * fails E_FOLDER; E_SIZE where they are of different sizes or describe other numbers of frames; E_EMPTY_VIDEO; E_DISK_FULL
 * source Heusel et al. 2017; Kynkäänniemi et al. 2019; Naeem et al. 2020
 */
export const measureReport = stage({
  id: 'measure.report',
  summary: 'Report how good samples are beside real videos',
  in: { sampled: record(), real: record() },
  out: {},
  with: { path: path('folder of the report'), title: string('title of the page', { default: 'Evaluation' }) },
  files: ({ path }) => ({ writes: { path: join(path, 'evaluation.json') } }),
  cost: () => ({}),
  open: async ({ path, title }, context) => {
    const { signal, metric, note, warn } = context;
    const write = await reportFolder(path, 'path', context);
    return {
      next: async ({ sampled, real }) => {
        const [samples, reals] = [await measuredSide(sampled, signal), await measuredSide(real, signal)];
        const evaluation = evaluate(samples, reals, sampled.folder);
        for (const caveat of evaluation.caveats) warn(caveat);
        const known = Object.entries(evaluation.measures).flatMap(([name, { value }]) => {
          return value === null ? [] : [[name, value] as const];
        });
        metric(Object.fromEntries(known));
        note(summaryLine(evaluation.measures));
        const { folder, checkpoint } = sampled;
        const records = { sampled: folder, real: real.folder, ...(checkpoint === undefined ? {} : { checkpoint }) };
        await write('evaluation.json', `${JSON.stringify({ ...evaluation, records }, undefined, 2)}\n`);
        const strips = await stripsOf(evaluation, sampled, real, signal);
        await write('evaluation.html', evaluationPage({ title, evaluation, ...strips }));
        return {};
      },
    };
  },
});

/** The pictures of the samples that are shown, and of the real videos that they are nearest to. */
async function stripsOf(
  { worst, best }: Evaluation,
  sampled: Measured,
  real: Measured,
  signal: AbortSignal,
): Promise<{ readonly samples: Strips; readonly reals: Strips }> {
  const shown = [...worst, ...best];
  const pick = async (record: Measured, wanted: readonly number[]): Promise<Strips> => {
    const strips = new Map<number, Uint8Array>();
    for await (const { number, strip } of videosOf(record, signal)) {
      if (wanted.includes(number)) strips.set(number, strip);
    }
    return strips;
  };
  return {
    samples: await pick(
      sampled,
      shown.map(({ video }) => video),
    ),
    reals: await pick(
      real,
      shown.map(({ nearest }) => nearest),
    ),
  };
}
