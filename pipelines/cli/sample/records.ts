import { dirname, join } from 'node:path';
import { replaceFile } from '../../../operators/disk/replace-file.js';
import { NUMBER } from '../../../operators/ffmpeg/image-pattern.js';
import type { RunReport } from '../run-report.js';
import { recordBeside } from './record-beside.js';
import type { SamplingRecord } from './sampling-record.js';

/** The records beside the videos of a sampling, for --like: each is written as soon as its video is complete. */
export class Records {
  readonly #record: SamplingRecord;
  readonly #report: RunReport;
  /** Where the record of a video goes, by the path that its run says. */
  readonly #places: ReadonlyMap<string, string>;
  readonly #writing: Promise<void>[] = [];

  constructor(record: SamplingRecord, videos: readonly string[], report: RunReport) {
    this.#record = record;
    this.#report = report;
    const places = videos.map((video) => [writtenAs(video), recordBeside(video)] as const);
    this.#places = new Map(places.flatMap(([path, place]) => (place === undefined ? [] : [[path, place] as const])));
  }

  /** Begin to write the record of what is complete, if it is a video of the sampling. */
  keepBeside(path: string): void {
    const place = this.#places.get(path);
    if (place === undefined) return;
    const writing = this.#write(place);
    writing.catch(() => undefined); // whoever waits for it is told
    this.#writing.push(writing);
  }

  /** Wait for all records; fails E_OUTPUT_WRITE, E_DISK_FULL. */
  async kept(): Promise<void> {
    await Promise.all(this.#writing);
  }

  async #write(path: string): Promise<void> {
    const backend = this.#report.device.split(',')[0];
    const content = Buffer.from(`${JSON.stringify({ ...this.#record, backend }, null, 2)}\n`);
    await replaceFile(path, [content]);
    this.#report.add({ path, bytes: content.length });
  }
}

/** The path of an output as its run says it; that of images is their folder. */
const writtenAs = (video: string): string =>
  video.endsWith('/') ? join(video) : NUMBER.test(video) ? join(dirname(video), '/') : join(video);
