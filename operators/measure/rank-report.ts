import { counted, itemAt, type Size } from '../../dsl/index.js';
import type { Clip } from '../values/clips.js';
import type { Ranking } from './rank-clips.js';

/** A share of videos, with its standard error √(p (1 − p) / n). */
export interface Share {
  readonly share: number;
  readonly error: number;
}

/** What is written of the rankings of videos; rankings and clips are in their order. */
export interface RankReport {
  /** Number of clips that each video was compared with. */
  readonly clips: number;
  /** Frames, height and width at which they were compared. */
  readonly size: Size;
  readonly videos: number;
  /** Videos whose text is the caption of a clip; the figures are of these. */
  readonly ranked: number;
  /** How many had the clip that was asked for as the nearest one, or among the five nearest. */
  readonly top1?: Share;
  readonly top5?: Share;
  readonly medianRank?: number;
  /** Mean of the mean squared differences to the clips that were asked for. */
  readonly difference?: number;
  readonly rows: readonly RankRow[];
}

/** One video. */
export interface RankRow {
  readonly text: string | null;
  readonly rank: number | null;
  readonly clip: string | null;
  readonly difference: number | null;
  readonly nearest: { readonly clip: string; readonly caption: string | null; readonly difference: number };
}

/** Put the rankings of videos together. */
export function rankReport(rankings: readonly Ranking[], clips: readonly Clip[], size: Size): RankReport {
  const ranked = rankings.flatMap(({ rank, distance }) => (rank === undefined ? [] : [{ rank, distance }]));
  const ranks = ranked.map(({ rank }) => rank).sort((a, b) => a - b);
  const figures =
    ranks.length === 0
      ? {}
      : {
          top1: shareOf(ranks, 1),
          top5: shareOf(ranks, 5),
          medianRank: median(ranks),
          difference: rounded(ranked.reduce((sum, { distance = 0 }) => sum + distance, 0) / ranks.length),
        };
  const rows = rankings.map((ranking) => rowOf(ranking, clips));
  return { clips: clips.length, size, videos: rankings.length, ranked: ranks.length, ...figures, rows };
}

/** Two words on a video: what was asked for, its rank and, if it was another one, the nearest clip. */
export function labelOf({ text, rank, nearest }: Ranking, clips: readonly Clip[]): string {
  const { name, captions = [] } = itemAt(clips, nearest);
  const other = captions[0] ?? name;
  if (rank === 1) return `${text ?? ''} #1`;
  return rank === undefined ? `${text ?? ''} (${other})` : `${text ?? ''} #${rank} (${other})`;
}

/** The figures in one line. */
export function summaryOf({ clips, videos, ranked, top1, top5, medianRank }: RankReport): string {
  if (top1 === undefined || top5 === undefined)
    return `${videos === 1 ? 'the one video does not have' : `none of ${videos} videos has`} the caption of a clip`;
  const figure = ({ share, error }: Share): string => `${share.toFixed(3)} ± ${error.toFixed(3)}`;
  return `top-1 ${figure(top1)}, top-5 ${figure(top5)}, median rank ${medianRank ?? ''}, of ${counted(ranked, 'video')} among ${counted(clips, 'clip')}`;
}

function rowOf({ text, rank, asked, distance, nearest, nearestDistance }: Ranking, clips: readonly Clip[]): RankRow {
  const { name, captions = [] } = itemAt(clips, nearest);
  return {
    text,
    rank: rank ?? null,
    clip: asked === undefined ? null : itemAt(clips, asked).name,
    difference: distance === undefined ? null : rounded(distance),
    nearest: { clip: name, caption: captions[0] ?? null, difference: rounded(nearestDistance) },
  };
}

function shareOf(ranks: readonly number[], within: number): Share {
  const share = ranks.filter((rank) => rank <= within).length / ranks.length;
  return { share: rounded(share), error: rounded(Math.sqrt((share * (1 - share)) / ranks.length)) };
}

const median = (sorted: readonly number[]): number =>
  (itemAt(sorted, Math.floor((sorted.length - 1) / 2)) + itemAt(sorted, Math.floor(sorted.length / 2))) / 2;

/** Six digits after the point are more than is known. */
const rounded = (value: number): number => Number(value.toFixed(6));
