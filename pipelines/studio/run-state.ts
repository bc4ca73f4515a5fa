import type { Fault, Picture, RunEvent, WrittenFile } from '../../dsl/index.js';
import { Pace } from '../cli/pace.js';
import type { Expected, NodeState, Phase, RunView, Series } from './protocol.js';

/** Points that are kept of a curve; when there are more, every second one is dropped. */
const MOST_POINTS = 1000;
/** Warnings and notes that are kept. */
const MOST_SAID = 50;

/** What is known of a run: the sum of its events, so that a page that opens later sees it as it is. */
export class RunState {
  phase: Phase = 'starting';
  faults: readonly Fault[] = [];
  expected: Expected | undefined;
  readonly #about: Pick<RunView, 'id' | 'file' | 'values' | 'seed' | 'began'>;
  readonly #nodes = new Map<string, NodeState>();
  readonly #paces = new Map<string, Pace>();
  readonly #pictures = new Map<string, Picture>();
  readonly #series = new Map<string, { x: number[]; y: number[] }>();
  readonly #said: { node: string; text: string; warns: boolean }[] = [];
  readonly #wrote = new Map<string, WrittenFile>();
  #device = '';
  #bytes = 0;
  #mostBytes = 0;
  #seconds: number | undefined;

  constructor(about: Pick<RunView, 'id' | 'file' | 'values' | 'seed' | 'began'>) {
    this.#about = about;
  }

  /** Take note of an event. */
  see(event: RunEvent, device: string, bytes: number): void {
    [this.#device, this.#bytes, this.#mostBytes] = [device, bytes, Math.max(bytes, this.#mostBytes)];
    if (event.type === 'started') this.#begin(event.nodes);
    if (event.type === 'progress') this.#progress(event);
    if (event.type === 'ended') this.#change(event.node, { ended: true });
    if (event.type === 'metric') this.#metric(event);
    if (event.type === 'wrote') this.#wrote.set(event.path, event);
    if (event.type === 'finished') this.#seconds = event.seconds;
    if (event.type === 'preview') {
      this.#pictures.set(event.node, event.picture);
      const { width, height } = event.picture;
      const pictures = (this.#nodes.get(event.node)?.pictures ?? 0) + 1;
      this.#change(event.node, { pictures, pictureSize: [width, height] });
    }
    if (event.type === 'warning' || event.type === 'note') {
      this.#said.push({ node: event.node, text: event.message, warns: event.type === 'warning' });
      this.#said.splice(0, Math.max(0, this.#said.length - MOST_SAID));
    }
  }

  /** The newest picture of a node. */
  pictureOf(node: string): Picture | undefined {
    return this.#pictures.get(node);
  }

  /** Files that are written, without those that a later one replaced. */
  get wrote(): readonly WrittenFile[] {
    return [...this.#wrote.values()];
  }

  /** Everything but pictures and curves. */
  view(): RunView {
    return {
      ...this.#about,
      phase: this.phase,
      device: this.#device,
      bytes: this.#bytes,
      mostBytes: this.#mostBytes,
      ...(this.expected === undefined ? {} : { expected: this.expected }),
      ...(this.#seconds === undefined ? {} : { seconds: this.#seconds }),
      nodes: [...this.#nodes.values()],
      said: this.#said,
      wrote: this.wrote.map(({ path }) => path),
      faults: this.faults,
    };
  }

  /** The curves of the numbers that nodes measure. */
  series(): readonly Series[] {
    return [...this.#series].map(([key, { x, y }]) => {
      const [node = '', name = ''] = key.split(' ');
      return { node, name, x, y };
    });
  }

  #begin(nodes: (RunEvent & { type: 'started' })['nodes']): void {
    this.phase = 'running';
    for (const { name, op, total } of nodes) {
      this.#nodes.set(name, {
        name,
        op,
        done: 0,
        pictures: 0,
        ended: false,
        ...(total === undefined ? {} : { total }),
      });
    }
  }

  #progress({ node, done, total, note }: RunEvent & { type: 'progress' }): void {
    const now = performance.now();
    const pace = this.#paces.get(node) ?? new Pace(now);
    this.#paces.set(node, pace);
    const all = total ?? this.#nodes.get(node)?.total;
    const words = [...pace.describe(done, all, now), note ?? ''].filter((part) => part !== '').join(' · ');
    this.#change(node, { done, pace: words, ...(total === undefined ? {} : { total }) });
  }

  #metric({ node, values }: RunEvent & { type: 'metric' }): void {
    const { step, ...rest } = values;
    for (const [name, y] of Object.entries(rest)) {
      const key = `${node} ${name}`;
      const series = this.#series.get(key) ?? { x: [], y: [] };
      series.x.push(step ?? series.x.length);
      series.y.push(y);
      if (series.x.length > MOST_POINTS) {
        for (const list of [series.x, series.y]) list.splice(0, list.length, ...list.filter((_, i) => i % 2 === 0));
      }
      this.#series.set(key, series);
    }
  }

  #change(name: string, change: Partial<NodeState>): void {
    const known = this.#nodes.get(name) ?? { name, op: '', done: 0, pictures: 0, ended: false };
    this.#nodes.set(name, { ...known, ...change });
  }
}
