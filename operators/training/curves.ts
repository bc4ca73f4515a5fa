import { itemAt } from '../../dsl/index.js';
import type { MetricsRow } from './metrics-log.js';

/** Size of the picture and of the part with the lines, in pixels. */
const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [900, 420, 64, 32, 150, 44];
/** Points of a line; more would not be seen. */
const POINTS = 300;
const COLOURS = ['#1b6ca8', '#c8552b', '#3a8f4a', '#8a4fa3', '#9a7b16', '#555555'];

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly Point[];
  readonly dashed: boolean;
}

/** The curves of a run as SVG: the loss of every level in training, averaged over neighbouring steps, and on held-out clips, by step. */
export function lossCurves(rows: readonly MetricsRow[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => /^(loss|heldOut)\.\d+$/.test(key));
  const lines = keys.sort().map((key): Line => {
    const [kind = '', level = '0'] = key.split('.');
    const dashed = kind === 'heldOut';
    const points = rows.flatMap((row) => {
      const [x, y] = [row.step, row[key]];
      return y === undefined || !Number.isFinite(y) ? [] : [{ x, y }];
    });
    const name = dashed ? `level ${level}, held out` : `level ${level}`;
    return { name, colour: itemAt(COLOURS, Number(level) % COLOURS.length), points: thinned(points), dashed };
  });
  return drawing(lines.filter(({ points }) => points.length > 0));
}

/** At most `POINTS` points, each the mean of its neighbours. */
function thinned(points: readonly Point[]): Point[] {
  const size = Math.ceil(points.length / POINTS);
  const groups = Array.from({ length: Math.ceil(points.length / Math.max(1, size)) }, (_, i) =>
    points.slice(i * size, (i + 1) * size),
  );
  const mean = (group: readonly Point[], axis: keyof Point): number =>
    group.reduce((sum, point) => sum + point[axis], 0) / group.length;
  return groups.map((group) => ({ x: mean(group, 'x'), y: mean(group, 'y') }));
}

function drawing(lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points);
  const sorted = all.map(({ y }) => y).sort((a, b) => a - b);
  const lastX = Math.max(1, ...all.map(({ x }) => x));
  // the first steps lie far above the rest, which is what matters
  const most = (sorted[Math.floor(0.98 * (sorted.length - 1))] ?? 1) * 1.1 || 1;
  const x = (value: number): number => LEFT + (value / lastX) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (Math.min(value, most) / most) * (HEIGHT - TOP - BOTTOM);
  const text = (at: Point, words: string, anchor = 'start', colour = '#444'): string =>
    `<text x="${at.x.toFixed(1)}" y="${at.y.toFixed(1)}" text-anchor="${anchor}" fill="${colour}">${words}</text>`;
  const marks = [0, 0.25, 0.5, 0.75, 1];
  const axes = marks.flatMap((share) => [
    `<path d="M${LEFT} ${y(share * most).toFixed(1)}H${WIDTH - RIGHT}" stroke="#ddd"/>`,
    text({ x: LEFT - 8, y: y(share * most) + 4 }, String(Number((share * most).toPrecision(2))), 'end'),
    text({ x: x(share * lastX), y: HEIGHT - BOTTOM + 20 }, `${Math.round(share * lastX)}`, 'middle'),
  ]);
  const drawn = lines.flatMap(({ name, colour, points, dashed }, i) => [
    `<path d="M${points.map((point) => `${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join('L')}" fill="none" stroke="${colour}" stroke-width="1.6"${dashed ? ' stroke-dasharray="5 3"' : ''}/>`,
    text({ x: WIDTH - RIGHT + 12, y: TOP + 12 + 18 * i }, name, 'start', colour),
  ]);
  const labels = [text({ x: LEFT, y: TOP - 12 }, 'loss'), text({ x: WIDTH - RIGHT, y: HEIGHT - 8 }, 'step', 'end')];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12">`;
  const ground = `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`;
  return [head, ground, ...axes, ...drawn, ...labels, '</svg>'].join('\n');
}
