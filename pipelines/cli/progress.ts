import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { RunEvent } from '../../dsl/index.js';

/** Shows a run's events to a person: a bar per busy node on a terminal, a line every few seconds elsewhere. */
export interface Progress {
  show(this: void, event: RunEvent): void;
  stop(this: void): void;
}

/** Seconds between two lines of one node where there is no terminal. */
const LINE_EVERY = 10;

/** The progress display that fits the stream; `quiet` shows warnings only. */
export function createProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (quiet)
    return {
      show: (event) => {
        warn(stream, event);
      },
      stop: () => undefined,
    };
  return stream.isTTY ? bars(stream) : lines(stream);
}

function bars(stream: NodeJS.WriteStream): Progress {
  const multi = new MultiBar(
    {
      stream,
      clearOnComplete: false,
      hideCursor: true,
      format: '{node} {bar} {value}/{total} · {duration_formatted} · ETA {eta_formatted} {note}',
    },
    Presets.shades_grey,
  );
  const byNode = new Map<string, SingleBar>();
  return {
    show: (event) => {
      if (event.type === 'warning') multi.log(`warning: ${event.node}: ${event.message}\n`);
      if (event.type !== 'progress') return;
      const { node, done, total = done, note = '' } = event;
      const payload = { node: node.padEnd(16), note };
      const bar = byNode.get(node) ?? multi.create(total, 0, payload);
      byNode.set(node, bar);
      bar.setTotal(total);
      bar.update(done, payload);
    },
    stop: () => {
      multi.stop();
    },
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  const last = new Map<string, number>();
  const began = new Map<string, number>();
  return {
    show: (event) => {
      warn(stream, event);
      if (event.type !== 'progress') return;
      const { node, done, total, note } = event;
      const now = performance.now();
      if (!began.has(node)) began.set(node, now);
      const due = (now - (last.get(node) ?? -Infinity)) / 1000 >= LINE_EVERY;
      if (!due && done !== total) return;
      last.set(node, now);
      const rest =
        total === undefined || done === 0 ? undefined : ((now - (began.get(node) ?? now)) / done) * (total - done);
      const parts = [
        `${done}${total === undefined ? '' : `/${total}`}`,
        note,
        rest === undefined ? undefined : `${Math.round(rest / 1000)} s left`,
      ];
      stream.write(`${node}: ${parts.filter((part) => part !== undefined).join(', ')}\n`);
    },
    stop: () => undefined,
  };
}

function warn(stream: NodeJS.WriteStream, event: RunEvent): void {
  if (event.type === 'warning') stream.write(`warning: ${event.node}: ${event.message}\n`);
}
