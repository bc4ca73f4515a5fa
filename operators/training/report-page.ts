import { lossCurves } from './curves.js';
import type { MetricsRow } from './metrics-log.js';
import { dataUrl, escaped, page, table } from './page.js';
import type { TrainingState } from './training-state.js';

/** A preview of a run: the step, and the contact sheet as PNG. */
export interface ShownPreview {
  readonly step: number;
  readonly sheet: Uint8Array;
  /** The video as MP4; only of the newest preview. */
  readonly video?: Uint8Array | undefined;
}

/** The part of a state that a report shows. */
export type ReportedState = Pick<
  TrainingState,
  'step' | 'seconds' | 'loss' | 'skipped' | 'batch' | 'accumulate' | 'data' | 'recipe' | 'cascade'
>;

/** What a report shows. */
export interface ReportContent {
  readonly state: ReportedState;
  readonly rows: readonly MetricsRow[];
  readonly previews: readonly ShownPreview[];
  /** Versions of hpdm, Node.js and the backend, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The report of a training run: one HTML page that needs no other file. */
export function reportPage({ state, rows, previews, versions }: ReportContent): string {
  const { step, seconds, loss, skipped, batch, accumulate, data, recipe, cascade } = state;
  const summary = {
    steps: step,
    clips: step * batch * accumulate,
    time: `${(seconds / 3600).toFixed(2)} h, ${Number((seconds / Math.max(1, step)).toPrecision(3))} s per step`,
    'loss, mean of about 100 steps': Number.isFinite(loss) ? loss.toFixed(4) : 'none',
    'steps left out': skipped,
  };
  const shown = previews.map(
    ({ step, sheet, video }) => `<h3>Step ${step}</h3>\n<img src="${dataUrl('image/png', sheet)}" alt="samples">
${video === undefined ? '' : `<p><video controls loop muted src="${dataUrl('video/mp4', video)}"></video></p>`}`,
  );
  return page(
    `Training, step ${step}`,
    `${table(summary)}
<h2>Loss</h2>
${lossCurves(rows)}
${previews.length === 0 ? '' : `<h2>Samples</h2>\n${shown.join('\n')}`}
<h2>Settings</h2>
${table({ ...recipe, batch })}
<h2>Data</h2>
${table(data)}
<h2>Versions</h2>
${table(versions)}
<h2>Cascade</h2>
<pre>${escaped(JSON.stringify(cascade, null, 2))}</pre>`,
  );
}
