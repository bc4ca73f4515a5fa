import { counted } from '../../dsl/index.js';
import { dataUrl, escaped, page, rows } from '../training/page.js';
import { MEASURES, type Evaluation, type JudgedVideo, type Measure } from './evaluation.js';
import type { Figure } from './standard-error.js';

/** Pictures by the number of the video. */
export type Strips = ReadonlyMap<number, Uint8Array>;

/** What a report shows. */
export interface EvaluationContent {
  readonly title: string;
  readonly evaluation: Evaluation;
  readonly samples: Strips;
  readonly reals: Strips;
}

/** The report of an evaluation: one HTML page that needs no other file. */
export function evaluationPage({ title, evaluation, samples, reals }: EvaluationContent): string {
  const { videos, size, caveats, worst, best } = evaluation;
  const [F = 0, H = 0, W = 0] = size;
  const shown = (judged: readonly JudgedVideo[]): string =>
    judged.map((one) => pair(one, samples.get(one.video), reals.get(one.nearest))).join('\n');
  return page(
    title,
    `<p>${counted(videos, 'sample')} of ${counted(F, 'frame')} of ${H}×${W}, beside ${counted(evaluation.reals, 'real video')}. ± is the standard error over ten parts of the videos.
Distances and overlaps of real videos are those of one half against the other.</p>
${caveats.map((caveat) => `<p><b>${escaped(caveat)}</b></p>`).join('\n')}
${rows(linesOf(evaluation), ['', 'samples', 'real', 'better'])}
<h2>Farthest from any real video</h2>
${shown(worst)}
<h2>Nearest to a real video</h2>
${shown(best)}`,
  );
}

/** The measures of an evaluation as lines of a table. */
const linesOf = ({ measures }: Evaluation): string[][] =>
  Object.entries(measures).map(([name, measure]) => {
    const { words, better } = describeMeasure(name);
    return [words, formatFigure(measure), measure.real ? formatFigure(measure.real) : '', better];
  });

/** What a measure is in words. */
export function describeMeasure(name: string): { readonly words: string; readonly better: string } {
  const known: Readonly<Record<string, { readonly words: string; readonly better: string }>> = MEASURES;
  return known[name] ?? { words: name, better: '' };
}

/** A figure with its standard error: `12.3 ± 0.4`; the digits of the value that its error leaves. */
export function formatFigure({ value, error }: Figure): string {
  if (value === null) return 'not known';
  if (error === null || error === 0) return `${Number(value.toPrecision(4))}`;
  const digits = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(error))));
  return `${value.toFixed(digits)} ± ${error.toFixed(digits)}`;
}

/** The place of a measure in a line of text. */
export const summaryLine = (measures: Readonly<Record<string, Measure>>): string =>
  Object.entries(measures)
    .map(([name, measure]) => `${name} ${formatFigure(measure)}`)
    .join(', ');

function pair(
  { video, text, distance, nearestText, rank }: JudgedVideo,
  sample?: Uint8Array,
  real?: Uint8Array,
): string {
  const image = (png: Uint8Array | undefined, alt: string): string =>
    png === undefined ? '' : `<img src="${dataUrl('image/png', png)}" alt="${alt}">`;
  const own = [`sample ${video}`, ...(text === null ? [] : [text]), `distance ${Number(distance.toPrecision(3))}`];
  const place = rank === null ? [] : [`its clip is number ${rank} by distance`];
  const other = nearestText === null ? 'the nearest real video' : `the nearest real video: ${nearestText}`;
  return `<p>${escaped([...own, ...place].join('; '))}<br>${image(sample, 'sample')}<br>
${escaped(other)}<br>${image(real, 'real video')}</p>`;
}
