import { HpdmError } from '../fault/fault.js';
import type { Gate, Ticket } from './gate.js';

type Results = Readonly<Record<string, unknown>>;

/** A source and the callbacks that `pull` needs. */
export interface Pulling {
  readonly emits: 'one' | 'many';
  readonly gate: Gate | undefined;
  /** Aborted when no more items are needed. */
  readonly signal: AbortSignal;
  /** Publishes an item, or releases it if the run starts at a later one; takes over the ticket. */
  readonly emit: (results: Results, ticket: Ticket | undefined) => void;
}

/** Milliseconds after which timers, signals and streams get a turn, even if a source never waits. */
const BREATH_MS = 8;

/** Pull items out of a source, each only when its gate has a ticket for it. The source is closed in any case. */
export async function pull(run: () => AsyncIterable<Results>, pulling: Pulling): Promise<void> {
  const { emits, gate, signal, emit } = pulling;
  const items = run()[Symbol.asyncIterator]();
  let count = 0;
  let breathed = performance.now();
  try {
    // a reader of one item leaves with it; whether there is a second one is asked all the same
    while (!signal.aborted || (emits === 'one' && count > 0)) {
      const admitted = gate?.admit();
      const ticket = admitted instanceof Promise ? await admitted : admitted;
      if (gate !== undefined && ticket === undefined) return;
      const item = await items.next();
      if (item.done === true) {
        ticket?.release();
        if (emits === 'one' && count === 0) throw wrongCount('none');
        return;
      }
      emit(item.value, ticket);
      count += 1;
      if (emits === 'one' && count > 1) throw wrongCount('a second one');
      if (performance.now() - breathed > BREATH_MS) {
        await new Promise((resume) => setImmediate(resume));
        breathed = performance.now();
      }
    }
  } finally {
    await items.return?.();
  }
}

const wrongCount = (got: string) =>
  new HpdmError({ code: 'E_EMITS', expected: 'exactly one item from a source that emits "one"', got });
