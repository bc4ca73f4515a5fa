import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { RunEvent } from '../../dsl/index.js';
import { Pace } from './pace.js';

/** Shows the events of a run: on a terminal a bar per active node, elsewhere a line every few seconds. */
export interface Progress {
  show(this: void, event: RunEvent): void;
  stop(this: void): void;
}

/** Seconds between two lines of one node when there is no terminal. */
const LINE_EVERY = 10;

/** The progress display for a stream; `quiet` shows warnings only. */
export function createProgress(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (quiet) {
    const show = (event: RunEvent): void => {
      if (event.type === 'warning') stream.write(said(event));
    };
    return { show, stop: () => undefined };
  }
  return stream.isTTY ? bars(stream) : lines(stream);
}

/** Number of characters for the node's name at the start of a line. */
const NAME_WIDTH = 16;

function bars(stream: NodeJS.WriteStream): Progress {
  const options = { stream, clearOnComplete: false, hideCursor: true, barsize: 24, linewrap: false, autopadding: true };
  const multi = new MultiBar(
    { ...options, format: '{node} {bar} {percentage}%  {count}  {pace}' },
    Presets.shades_classic,
  );
  const shown = new Map<string, { readonly bar: SingleBar; readonly pace: Pace }>();
  let totals: ReadonlyMap<string, number | undefined> = new Map();
  const update = ({ node, done, total = totals.get(node), note = '' }: RunEvent & { type: 'progress' }): void => {
    const known = shown.get(node);
    const pace = known?.pace ?? new Pace(performance.now());
    const count = total === undefined ? `${done}` : `${done}/${total}`;
    const text = [...pace.describe(done, total, performance.now()), note].filter((part) => part !== '').join(' · ');
    const payload = { node: node.padEnd(NAME_WIDTH), count, pace: text };
    // without a total there is no bar
    const format = total === undefined ? { format: '{node} {count}  {pace}' } : {};
    const bar = known?.bar ?? multi.create(total ?? 0, 0, payload, format);
    shown.set(node, { bar, pace });
    bar.update(done, payload);
  };
  return {
    show: (event) => {
      if (event.type === 'started') totals = new Map(event.nodes.map(({ name, total }) => [name, total]));
      if (event.type === 'warning' || event.type === 'note') multi.log(said(event));
      if (event.type === 'progress') update(event);
      if (event.type === 'ended') shown.get(event.node)?.bar.stop();
    },
    stop: () => {
      multi.stop();
    },
  };
}

function lines(stream: NodeJS.WriteStream): Progress {
  const paces = new Map<string, Pace>();
  const last = new Map<string, number>();
  let totals: ReadonlyMap<string, number | undefined> = new Map();
  return {
    show: (event) => {
      if (event.type === 'warning' || event.type === 'note') stream.write(said(event));
      if (event.type === 'started') totals = new Map(event.nodes.map(({ name, total }) => [name, total]));
      if (event.type !== 'progress') return;
      const { node, done, total = totals.get(node), note = '' } = event;
      const now = performance.now();
      const pace = paces.get(node) ?? new Pace(now);
      paces.set(node, pace);
      const due = (now - (last.get(node) ?? -Infinity)) / 1000 >= LINE_EVERY;
      if (!due && done !== total) return;
      last.set(node, now);
      const count = total === undefined ? `${done}` : `${done}/${total}`;
      const parts = [count, note, ...pace.describe(done, total, now)].filter((part) => part !== '');
      stream.write(`${node}: ${parts.join(', ')}\n`);
    },
    stop: () => undefined,
  };
}

/** A warning or a note as a line. */
const said = ({ type, node, message }: RunEvent & { type: 'warning' | 'note' }): string =>
  `${type === 'warning' ? 'warning: ' : ''}${node}: ${message}\n`;
