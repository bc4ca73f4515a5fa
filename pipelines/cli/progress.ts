import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { RunEvent } from '../../dsl/index.js';
import type { Effort } from './effort.js';
import { Pace } from './pace.js';

/** Shows the events of a run: on a terminal a bar per active node, elsewhere a line every few seconds. */
export interface Progress {
  show(this: void, event: RunEvent): void;
  stop(this: void): void;
}

/** What to show besides progress and warnings. */
export interface ProgressOptions {
  /** Warnings only. */
  readonly quiet?: boolean;
  /** The details of notes, too. */
  readonly verbose?: boolean;
  /** Tells how much of the machine's arithmetic a node uses. */
  readonly effort?: Pick<Effort, 'describe'>;
}

/** Seconds between two lines of one node when there is no terminal. */
const LINE_EVERY = 10;

/** The progress display for a stream. */
export function createProgress(stream: NodeJS.WriteStream, options: ProgressOptions = {}): Progress {
  if (options.quiet === true) {
    const show = (event: RunEvent): void => {
      if (event.type === 'warning') stream.write(said(event));
    };
    return { show, stop: () => undefined };
  }
  return stream.isTTY ? bars(stream, options) : lines(stream, options);
}

/** Number of characters for the node's name at the start of a line. */
const NAME_WIDTH = 16;

function bars(stream: NodeJS.WriteStream, { verbose, effort }: ProgressOptions): Progress {
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
    const now = performance.now();
    const share = effort?.describe(node, pace.perSecond(done, now)) ?? '';
    const text = [...pace.describe(done, total, now), share, note].filter((part) => part !== '').join(' · ');
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
      if (event.type === 'warning' || event.type === 'note') multi.log(said(event, verbose));
      if (event.type === 'progress') update(event);
      if (event.type === 'ended') shown.get(event.node)?.bar.stop();
    },
    stop: () => {
      multi.stop();
    },
  };
}

function lines(stream: NodeJS.WriteStream, { verbose, effort }: ProgressOptions): Progress {
  const paces = new Map<string, Pace>();
  const last = new Map<string, number>();
  let totals: ReadonlyMap<string, number | undefined> = new Map();
  return {
    show: (event) => {
      if (event.type === 'warning' || event.type === 'note') stream.write(said(event, verbose));
      if (event.type === 'started') totals = new Map(event.nodes.map(({ name, total }) => [name, total]));
      if (event.type !== 'progress') return;
      const { node, done, total = totals.get(node), note = '' } = event;
      const now = performance.now();
      const pace = paces.get(node) ?? new Pace(now);
      paces.set(node, pace);
      const perSecond = pace.perSecond(done, now); // of every report, also where no line is due
      const due = (now - (last.get(node) ?? -Infinity)) / 1000 >= LINE_EVERY;
      if (!due && done !== total) return;
      last.set(node, now);
      const count = total === undefined ? `${done}` : `${done}/${total}`;
      const share = effort?.describe(node, perSecond) ?? '';
      const parts = [count, note, ...pace.describe(done, total, now), share].filter((part) => part !== '');
      stream.write(`${node}: ${parts.join(', ')}\n`);
    },
    stop: () => undefined,
  };
}

/** A warning or a note as a line, and its details as further ones. */
function said(event: RunEvent & { type: 'warning' | 'note' }, verbose = false): string {
  const { type, node, message } = event;
  const details = verbose && event.type === 'note' ? (event.details ?? []).map((detail) => `  ${detail}\n`) : [];
  return `${type === 'warning' ? 'warning: ' : ''}${node}: ${message}\n${details.join('')}`;
}
