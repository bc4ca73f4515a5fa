import { itemAt } from '../../dsl/index.js';
import type { MetricsRow } from './metrics-log.js';

/** Size of the picture and of the part with the lines, in pixels. */
const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [900, 420, 64, 32, 150, 44];
/** Points of a line; more would not be seen. */
const POINTS = 300;
/** Points of a line that are drawn as dots, too. */
const DOTS = 20;
const COLOURS = ['#1b6ca8', '#c8552b', '#3a8f4a', '#8a4fa3', '#9a7b16', '#555555'];

/** A point of a curve, with the standard error of `y` if it has one. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly error?: number;
}

/** A curve of a drawing. */
export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
  /** Number of its colour; by default its own among the curves. */
  readonly colour?: number;
  readonly dashed?: boolean;
}

/** The curves of a run as SVG: the loss of every level in training, averaged over neighbouring steps, and on held-out clips, by step. */
export function lossCurves(rows: readonly MetricsRow[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => /^(loss|heldOut)\.\d+$/.test(key));
  const curves = keys.sort().map((key): Curve => {
    const [kind = '', level = '0'] = key.split('.');
    const dashed = kind === 'heldOut';
    const name = dashed ? `level ${level}, held out` : `level ${level}`;
    return { name, colour: Number(level), points: pointsOf(rows, key), dashed };
  });
  return drawCurves(curves, { x: 'step', y: 'loss' });
}

/** A number of the steps of a run, averaged over neighbouring steps. */
export const pointsOf = (rows: readonly MetricsRow[], key: string): Point[] =>
  thinned(
    rows.flatMap((row) => {
      const [x, y] = [row.step, row[key]];
      return y === undefined || !Number.isFinite(y) ? [] : [{ x, y }];
    }),
  );

/** At most `POINTS` points, each the mean of its neighbours. */
function thinned(points: readonly Point[]): Point[] {
  const size = Math.ceil(points.length / POINTS);
  const groups = Array.from({ length: Math.ceil(points.length / Math.max(1, size)) }, (_, i) =>
    points.slice(i * size, (i + 1) * size),
  );
  const mean = (group: readonly Point[], axis: 'x' | 'y'): number =>
    group.reduce((sum, point) => sum + point[axis], 0) / group.length;
  return groups.map((group) => ({ x: mean(group, 'x'), y: mean(group, 'y') }));
}

/**
 * Draw curves as SVG, from zero. Points far above the others, such as the losses of the first steps, are drawn at the upper edge.
 *
 * @param words what the axes are
 */
export function drawCurves(curves: readonly Curve[], words: { readonly x: string; readonly y: string }): string {
  const shown = curves
    .map((curve, i) => ({ ...curve, colour: curve.colour ?? i }))
    .filter(({ points }) => points.length > 0);
  const all = shown.flatMap(({ points }) => points);
  const sorted = all.map(({ y }) => y).sort((a, b) => a - b);
  const lastX = Math.max(...all.map(({ x }) => x), 0) || 1;
  const most = (sorted[Math.floor(0.98 * sorted.length)] ?? 1) * 1.1 || 1;
  const x = (value: number): number => LEFT + (value / lastX) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (Math.min(value, most) / most) * (HEIGHT - TOP - BOTTOM);
  const text = (at: Point, words: string, anchor = 'start', colour = '#444'): string =>
    `<text x="${at.x.toFixed(1)}" y="${at.y.toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${words}</text>`;
  const marks = [0, 0.25, 0.5, 0.75, 1];
  const axes = marks.flatMap((share) => [
    `<path d="M${LEFT} ${y(share * most).toFixed(1)}H${WIDTH - RIGHT}" stroke="#ddd"/>`,
    text({ x: LEFT - 8, y: y(share * most) + 4 }, String(Number((share * most).toPrecision(2))), 'end'),
    text({ x: x(share * lastX), y: HEIGHT - BOTTOM + 20 }, numberOf(share * lastX, lastX), 'middle'),
  ]);
  const drawn = shown.flatMap(({ name, colour, points, dashed }, i) => {
    const stroke = `fill="none" stroke="${itemAt(COLOURS, colour % COLOURS.length)}" stroke-width="1.6"`;
    const bars = points.flatMap(({ x: at, y: value, error }) =>
      error === undefined ? [] : [`M${x(at).toFixed(1)} ${y(value - error).toFixed(1)}V${y(value + error).toFixed(1)}`],
    );
    // where there are few, each is something that was measured
    const dots = points.length > DOTS ? [] : points.map((point) => dotAt(x(point.x), y(point.y), colour));
    const line = points.map((point) => `${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join('L');
    return [
      `<path d="M${line}" ${stroke}${dashed === true ? ' stroke-dasharray="5 3"' : ''}/>`,
      ...(bars.length === 0 ? [] : [`<path d="${bars.join('')}" ${stroke}/>`]),
      ...dots,
      text({ x: WIDTH - RIGHT + 12, y: TOP + 12 + 18 * i }, name, 'start', itemAt(COLOURS, colour % COLOURS.length)),
    ];
  });
  const labels = [text({ x: LEFT, y: TOP - 12 }, words.y), text({ x: WIDTH - RIGHT, y: HEIGHT - 8 }, words.x, 'end')];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12">`;
  const ground = `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`;
  return [head, ground, ...axes, ...drawn, ...labels, '</svg>'].join('\n');
}

const dotAt = (x: number, y: number, colour: number): string =>
  `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${itemAt(COLOURS, colour % COLOURS.length)}"/>`;

/** A number on an axis that ends at `last`: whole ones where they tell it. */
const numberOf = (value: number, last: number): string =>
  last >= 10 ? `${Math.round(value)}` : String(Number(value.toPrecision(2)));
