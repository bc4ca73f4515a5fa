import { dataUrl, escaped, page, rows } from '../training/page.js';
import { describeMeasure, formatFigure, type Strips } from './evaluation-page.js';
import type { Evaluation } from './evaluation.js';

/** The evaluation of one of those that are compared. */
export interface Compared {
  readonly name: string;
  readonly evaluation: Evaluation;
  /** Pictures of its first samples. */
  readonly strips: Strips;
}

/** The report of several evaluations: one HTML page that needs no other file, with a table and samples of the same numbers side by side. */
export function comparisonPage(
  title: string,
  compared: readonly Compared[],
  texts: readonly (string | null)[],
): string {
  const names = compared.map(({ name }) => name);
  const caveats = compared.flatMap(({ name, evaluation }) => evaluation.caveats.map((caveat) => `${name}: ${caveat}`));
  const pictures = texts.map((text, number) => {
    const shown = compared.map(({ name, strips }) => {
      const strip = strips.get(number);
      const image = strip === undefined ? '' : `<img src="${dataUrl('image/png', strip)}" alt="sample">`;
      return `${escaped(name)}<br>${image}`;
    });
    return `<p>sample ${number}${text === null ? '' : `; ${escaped(text)}`}<br>\n${shown.join('<br>\n')}</p>`;
  });
  return page(
    title,
    `<p>Samples of the same numbers have the same noise. ± is the standard error over ten parts of the videos.
Distances and overlaps of real videos are those of one half against the other.</p>
${caveats.map((caveat) => `<p><b>${escaped(caveat)}</b></p>`).join('\n')}
${rows(comparisonLines(compared), ['', ...names, 'real', 'better'])}
<h2>Samples</h2>
${pictures.join('\n')}`,
  );
}

/** A line for each measure: what it is, its figure of each evaluation, that of real videos, and what is better. */
export function comparisonLines(compared: readonly Pick<Compared, 'evaluation'>[]): string[][] {
  const measures = [...new Set(compared.flatMap(({ evaluation }) => Object.keys(evaluation.measures)))];
  return measures.map((measure) => {
    const { words, better } = describeMeasure(measure);
    const found = compared.map(({ evaluation }) => evaluation.measures[measure]);
    const real = found.find((one) => one?.real)?.real;
    return [words, ...found.map((one) => (one ? formatFigure(one) : '')), real ? formatFigure(real) : '', better];
  });
}
