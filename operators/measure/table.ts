import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { itemAt, path, stage, string, strings } from '../../dsl/index.js';
import { trial } from '../values/trial.js';
import { describeMeasure } from './evaluation-page.js';
import { reportFolder } from './report-folder.js';
import type { Figure } from './standard-error.js';
import { tableCurves } from './table-curves.js';
import { tableRows } from './table-rows.js';
import { tableSection, withSection } from './table-section.js';
import { trialResults, type TrialResult } from './trial-results.js';

/**
 * Write a table of trials, as far as they are there, after each of them.
 *
 * in   trial  each, when it has been measured; those of earlier runs are in the table at once
 * out  nothing; `table.json` in the folder of the table, and a section of a page in Markdown, in place of an earlier one of the table, with samples,
 *      losses, and distances by hours of training in files beside the page
 * fails E_FOLDER; E_DISK_FULL, E_OUTPUT_WRITE
 */
export const measureTable = stage({
  id: 'measure.table',
  summary: 'Write a table of trials, as far as they are there',
  in: { trial: trial() },
  out: {},
  with: {
    page: path('the page, a .md file'),
    title: string('title of the table'),
    about: string('what its rows are'),
    measures: strings(
      'its lines, by the names in evaluation.json; the order of what is compared is that of the first',
      {
        default: [
          ...['fd.frames', 'fd.motion', 'fvd', 'prompt.top1', 'precision', 'recall', 'coverage'],
          ...['seams.tiles', 'motion'],
        ],
      },
    ),
    heading: string('of the figures of the paper', { default: 'paper' }),
    paper: strings('figures of the paper, a row each', { default: [] }),
  },
  files: ({ page }) => ({ writes: { page } }),
  cost: () => ({}),
  open: async ({ page, title, about, measures, heading, paper }, context) => {
    const { signal, note } = context;
    const beside = basename(page, extname(page));
    const write = await reportFolder(dirname(page), 'page', context);
    return {
      next: async ({ trial }) => {
        const { table, rows: names, seeds } = trial;
        const results = trialResults(trial);
        const rows = tableRows(names, results);
        const name = basename(table);
        const address = (what: string): string => `${beside}/${name}-${what}`;
        const [measure = ''] = measures;
        const { losses, hours } = tableCurves(results, measure, describeMeasure(measure).words);
        const own = await reportFolder(table, 'page', context);
        await own('table.json', `${JSON.stringify({ rows }, undefined, 2)}\n`);
        const pictures = await reportFolder(join(dirname(page), beside), 'page', context);
        const { tableSheet } = await import('./table-sheet.js'); // loaded only when needed, because it takes long
        await pictures(`${name}-samples.png`, await tableSheet(results, signal));
        await pictures(`${name}-loss.svg`, losses);
        if (hours !== undefined) await pictures(`${name}-hours.svg`, hours);
        const { evaluation } = itemAt(results, 0);
        const section = tableSection({
          ...{ title, about, rows, measures, seeds: seeds.length, videos: evaluation.videos, reals: evaluation.reals },
          ...{ real: realFigures(results), paper: { heading, values: paper } },
          pictures: [
            ['samples of the rows', address('samples.png')],
            ['the loss of the last level by step', address('loss.svg')],
            ...(hours === undefined ? [] : [['the distance by hours of training', address('hours.svg')] as const]),
          ],
        });
        const before = existsSync(page) ? await readFile(page, 'utf8') : PAGE;
        await write(basename(page), withSection(before, name, section));
        const done = rows.reduce((sum, row) => sum + row.seeds.length, 0);
        note(`${done} of ${names.length * seeds.length}: ${page}`);
        return {};
      },
    };
  },
});

const PAGE = `# Experiments

What the documents of pipelines/experiments measured, written by them. docs/evaluation.md says how they are run, and what the measures are.
`;

/** The figures of real videos, as the first result has them. */
const realFigures = ([first]: readonly TrialResult[]): Record<string, Figure> =>
  Object.fromEntries(
    Object.entries(first?.evaluation.measures ?? {}).flatMap(([name, { real }]) => (real ? [[name, real]] : [])),
  );
