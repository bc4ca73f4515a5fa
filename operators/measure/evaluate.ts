import { itemAt } from '../../dsl/index.js';
import { MEASURES, type Evaluation, type JudgedVideo, type Measure } from './evaluation.js';
import { refuseOther, type MeasuredSide } from './measured-side.js';
import { countOf, overlapOf, squared, type Vectors } from './overlap-of.js';
import { captionsOf, rankClips } from './rank-clips.js';
import { SideSums } from './side-sums.js';
import { figureOf, GROUPS, type Figure } from './standard-error.js';

/** Samples that a report shows at each end. */
const SHOWN = 12;
/** Videos below which the figures are hardly worth their errors, in words of a caveat. */
const FEW = 50;

/**
 * Compare samples with real videos.
 *
 * fails E_SIZE where they are of different sizes
 */
export function evaluate(samples: MeasuredSide, reals: MeasuredSide, folder: string): Evaluation {
  refuseOther(folder, describedAs(samples), describedAs(reals));
  const judged = judge(samples, reals);
  const measures: Record<string, Measure> = {
    ...distances(samples, reals),
    ...(samples.classes && { is: beside(samples.classes.score(), reals.classes?.score()) }),
    ...overlaps(samples, reals),
    ...accuracies(judged),
    ...Object.fromEntries(
      Object.entries(samples.figures).map(([name, figure]) => [name, beside(figure, reals.figures[name])]),
    ),
  };
  const known = Object.keys(MEASURES);
  const order = [
    ...known.filter((name) => name in measures),
    ...Object.keys(measures).filter((n) => !known.includes(n)),
  ];
  const sorted = [...judged].sort((a, b) => b.distance - a.distance);
  const { videos, size, frames, seconds } = samples;
  return {
    ...{ videos, reals: reals.videos, size, frames },
    ...(seconds === undefined ? {} : { seconds: Number(seconds.toPrecision(3)) }),
    measures: Object.fromEntries(order.map((name) => [name, itemOf(measures, name)])),
    worst: sorted.slice(0, SHOWN),
    best: sorted.slice(-SHOWN).reverse(),
    caveats: caveatsOf(samples, reals),
  };
}

const describedAs = ({ size, frames, means }: MeasuredSide) => ({ size, shape: [1, frames, means.width] });
const itemOf = (measures: Readonly<Record<string, Measure>>, name: string): Measure =>
  measures[name] ?? { value: null, error: null };
const beside = (figure: Figure, real: Figure | undefined): Measure => (real ? { ...figure, real } : figure);

function distances(samples: MeasuredSide, reals: MeasuredSide): Record<string, Measure> {
  const found = SideSums.distances(samples.all, reals.all);
  const floor = SideSums.distances(...reals.halves);
  const frames = { 'fd.frames': beside(found.frames, floor.frames), 'fd.motion': beside(found.motion, floor.motion) };
  if (samples.whole === undefined || reals.whole === undefined) return frames;
  const whole = SideSums.distances(samples.whole.all, reals.whole.all);
  return { ...frames, fvd: beside(whole.frames, SideSums.distances(...reals.whole.halves).frames) };
}

function overlaps(samples: MeasuredSide, reals: MeasuredSide): Record<string, Measure> {
  const found = overlapOf(samples.means, reals.means);
  const half = (odd: number): Vectors => ({
    width: reals.means.width,
    values: reals.means.values.filter((_, i) => Math.floor(i / reals.means.width) % 2 === odd),
  });
  const most = overlapOf(half(0), half(1));
  const names = ['precision', 'recall', 'density', 'coverage'] as const;
  return Object.fromEntries(names.map((name) => [name, beside(found[name], most[name])]));
}

/** The nearest real video of each sample, and the place of its own. */
function judge(samples: MeasuredSide, { means, texts }: MeasuredSide): JudgedVideo[] {
  const captions = captionsOf(texts.map((text) => (text === null ? {} : { captions: [text] })));
  const differences = new Float64Array(texts.length);
  return Array.from({ length: countOf(samples.means) }, (_, video) => {
    for (let j = 0; j < differences.length; j++) differences[j] = squared(samples.means, video, means, j) / means.width;
    const text = itemAt(samples.texts, video);
    const { nearest, nearestDistance, rank = null } = rankClips(text, differences, captions);
    const distance = Number(Math.sqrt(nearestDistance).toPrecision(6));
    return { video, text, distance, nearest, nearestText: itemAt(texts, nearest), rank };
  });
}

/** Shares of samples with the clip of their text among the nearest; nothing where no sample has the text of a clip. */
function accuracies(judged: readonly JudgedVideo[]): Record<string, Measure> {
  const ranked = judged.flatMap(({ video, rank }) => (rank === null ? [] : [{ video, rank }]));
  if (ranked.length === 0) return {};
  const groups = Array.from({ length: GROUPS }, (_, g) => ranked.filter(({ video }) => video % GROUPS === g));
  const within = (most: number): Figure =>
    figureOf(
      groups.filter(({ length }) => length > 0),
      (some) => {
        const all = some.flat();
        return all.length === 0 ? undefined : all.filter(({ rank }) => rank <= most).length / all.length;
      },
    );
  return { 'prompt.top1': within(1), 'prompt.top5': within(5) };
}

function caveatsOf(samples: MeasuredSide, reals: MeasuredSide): string[] {
  const sides = [...SideSums.caveats(samples.all, reals.all)];
  if (samples.whole && reals.whole) {
    sides.push(...SideSums.caveats(samples.whole.all, reals.whole.all).map((caveat) => `fvd: ${caveat}`));
  }
  sides.push(...(samples.classes?.caveats() ?? []));
  const of = (words: string, number: number): string[] =>
    number >= FEW ? [] : [`${number} ${words} are few: compare figures only with those of as many`];
  return [...sides, ...of('samples', samples.videos), ...of('real videos', reals.videos)];
}
