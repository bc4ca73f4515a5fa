import { getPriority, setPriority } from 'node:os';
import { HpdmError } from '../../dsl/index.js';
import { decodeClip, type Work } from './decode-clip.js';
import type { Answer, Outcome, Request } from './decoder.js';
import { Slots } from './slots.js';

/** The process that decodes clips for a `Decoder`: it and all that it starts use the time that others leave. */
const NICE = 10;
setPriority(Math.max(NICE, getPriority()));

const slots = new Map<number, Slots>();
const stops = new Map<number, AbortController>();

process.on('message', (request: Request) => {
  if ('stop' in request) stops.get(request.stop)?.abort();
  else void answer(request);
});
// its parent has ended, also by `kill -9`: what is being decoded is removed
process.on('disconnect', () => {
  for (const stop of stops.values()) stop.abort();
});

async function answer({ id, group, jobs, work }: Exclude<Request, { stop: number }>): Promise<void> {
  const stop = new AbortController();
  stops.set(id, stop);
  const own = slots.get(group) ?? new Slots(jobs);
  slots.set(group, own);
  const said = await own.take(() => found(work, stop.signal));
  stops.delete(id);
  if (process.connected) process.send?.({ id, ...said } satisfies Answer);
}

async function found(work: Work, signal: AbortSignal): Promise<Outcome> {
  try {
    return { found: await decodeClip(work, signal) };
  } catch (error) {
    return error instanceof HpdmError ? { faults: error.faults } : { error: (error as Error).stack ?? 'unknown' };
  }
}
