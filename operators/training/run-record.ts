import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HpdmError, type Context, type Picture } from '../../dsl/index.js';
import { replaceFile } from '../disk/replace-file.js';
import { openSummaryWriter, type SummaryWriter } from '../tensor/summary-writer.js';
import { tf } from '../tensor/tf.js';
import { folderName } from './checkpoints.js';
import { lossCurves } from './curves.js';
import { MetricsLog, metricsOf, readMetrics } from './metrics-log.js';
import { reportPage, type ReportedState, type ShownPreview } from './report-page.js';
import type { TrainingState } from './training-state.js';
import { version } from '../disk/version.js';

/** The folder inside a run's folder with its previews, `step-0001000.png` and `.mp4`. */
export const PREVIEWS = 'previews';

/** Previews in a report; of more, the newest are shown. */
const SHOWN_PREVIEWS = 8;

/** Keeps the record of a run in its folder: a line per step, TensorBoard events, and a report at the end. */
export class RunRecord {
  readonly #root: string;
  readonly #log: MetricsLog;
  readonly #tensorboard: boolean;
  readonly #say: Pick<Context, 'warn' | 'wrote'>;
  #writer: SummaryWriter | undefined;
  #newest: ReportedState | undefined;
  #failed = false;

  constructor(root: string, tensorboard: boolean, say: Pick<Context, 'warn' | 'wrote'>) {
    this.#root = root;
    this.#log = new MetricsLog(root);
    this.#tensorboard = tensorboard;
    this.#say = say;
  }

  /** Take note of the state after an item, and of the preview of its step. */
  async see(state: TrainingState): Promise<void> {
    if (state.report === undefined) return;
    if (this.#newest === undefined && this.#tensorboard) this.#writer = openSummaryWriter(this.#root);
    const { step, seconds, loss, skipped, batch, accumulate, data, recipe, cascade } = state;
    this.#newest = { step, seconds, loss, skipped, batch, accumulate, data, recipe, cascade };
    const { step: at, ...values } = metricsOf(state);
    this.#attempt(() => {
      this.#log.add({ step: at, ...values });
    });
    this.#writer?.scalars(values, at);
    const sheet = join(this.#root, PREVIEWS, `${folderName(step)}.png`);
    if (this.#writer !== undefined && existsSync(sheet)) this.#writer.image('preview', await pictureIn(sheet), at);
  }

  /** Write the report and the curves. A report that cannot be written is a warning: the checkpoints are what counts. */
  async finish(): Promise<void> {
    const state = this.#newest;
    if (state === undefined) return;
    this.#writer?.close();
    this.#writer = undefined;
    const rows = readMetrics(this.#root);
    const [page, picture] = [join(this.#root, 'report.html'), join(this.#root, 'curves.png')];
    try {
      const versions = { hpdm: version, 'Node.js': process.version, backend: tf.getBackend() };
      const html = reportPage({ state, rows, previews: previewsIn(this.#root), versions });
      await replaceFile(page, [Buffer.from(html)]);
      this.#say.wrote({ path: page, bytes: Buffer.byteLength(html), facts: { step: state.step } });
      const { default: sharp } = await import('sharp'); // loaded only when needed, because it takes long
      await replaceFile(picture, [
        await sharp(Buffer.from(lossCurves(rows)))
          .png()
          .toBuffer(),
      ]);
    } catch (error) {
      if (!(error instanceof HpdmError)) throw error;
      this.#say.warn(`no report: ${error.message}`);
    }
  }

  /** Write, and say once if it fails: a full disk must not end a training. */
  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!this.#failed)
        this.#say.warn(`the numbers of some steps are not in ${this.#root}: ${(error as Error).message}`);
      this.#failed = true;
    }
  }
}

/** The picture in a file. */
async function pictureIn(file: string): Promise<Picture> {
  const { default: sharp } = await import('sharp'); // loaded only when needed, because it takes long
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels === 1 ? 1 : 3, data };
}

/** The newest previews in a run's folder, oldest first; the last with its video. */
function previewsIn(root: string): ShownPreview[] {
  const folder = join(root, PREVIEWS);
  if (!existsSync(folder)) return [];
  const sheets = readdirSync(folder)
    .filter((name) => /^step-\d+\.png$/.test(name))
    .sort()
    .slice(-SHOWN_PREVIEWS);
  return sheets.map((name, i) => {
    const video = join(folder, name.replace('.png', '.mp4'));
    const shown = i === sheets.length - 1 && existsSync(video) ? readFileSync(video) : undefined;
    return { step: Number(/\d+/.exec(name)?.[0]), sheet: readFileSync(join(folder, name)), video: shown };
  });
}
