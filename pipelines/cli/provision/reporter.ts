import { SingleBar } from 'cli-progress';

/** Receives the progress of provisioning. */
export interface Reporter {
  /** A step that takes some time has started. */
  step(this: void, text: string): void;
  /** Bytes of the current download so far, and in total if known. */
  bytes(this: void, done: number, total?: number): void;
  /** A line of output from a running command. */
  detail(this: void, line: string): void;
  /** The current download has ended. */
  end(this: void): void;
}

/** A reporter that prints nothing. */
export const silent: Reporter = {
  step: () => undefined,
  bytes: () => undefined,
  detail: () => undefined,
  end: () => undefined,
};

const BAR = '  {bar} {value} of {total} MB, {eta_formatted} left';
const LINE_EVERY_MS = 5_000;
const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

/** A reporter that shows a bar on a terminal and lines elsewhere; all output goes to `stream`. */
export function createReporter(stream: NodeJS.WriteStream, verbose: boolean): Reporter {
  let bar: SingleBar | undefined;
  let lastLineMs = 0;
  const end = (): void => {
    bar?.stop();
    bar = undefined;
    lastLineMs = 0;
  };
  const drawBar = (done: number, total: number): void => {
    if (bar === undefined) {
      bar = new SingleBar({ format: BAR, stream, clearOnComplete: true });
      bar.start(megabytes(total), 0);
    }
    bar.update(megabytes(Math.min(done, total)));
  };
  const writeLine = (done: number, total?: number): void => {
    const now = Date.now();
    if (lastLineMs === 0) lastLineMs = now;
    if (now - lastLineMs < LINE_EVERY_MS) return;
    lastLineMs = now;
    stream.write(`  ${String(megabytes(done))}${total === undefined ? '' : ` of ${String(megabytes(total))}`} MB\n`);
  };
  return {
    step: (text) => {
      end();
      stream.write(`hpdm setup: ${text}\n`);
    },
    bytes: (done, total) => {
      if (stream.isTTY && total !== undefined) drawBar(done, total);
      else writeLine(done, total);
    },
    detail: (line) => {
      if (verbose) stream.write(`  | ${line}\n`);
    },
    end,
  };
}
