import { getPriority, setPriority } from 'node:os';
import { HpdmError, itemAt } from '../../dsl/index.js';
import { decodeClips, type Asked } from './decode-clips.js';
import type { Found } from './decode-clip.js';
import type { Answer, Outcome, Request } from './decoder.js';
import { Portions } from './portions.js';

/** The process that decodes clips for a `Decoder`: it and all that it starts use the time that others leave. */
const NICE = 10;
setPriority(Math.max(NICE, getPriority()));

/** Most clips that are decoded together: further ones hardly make each cheaper. */
const TOGETHER = 8;

/** A request and the signal that ends it. */
interface Job extends Asked {
  readonly id: number;
}

const groups = new Map<number, Portions<Job>>();
const stops = new Map<number, AbortController>();

process.on('message', (request: Request) => {
  if ('stop' in request) stops.get(request.stop)?.abort();
  else ask(request);
});
// its parent has ended, also by `kill -9`: what is being decoded is removed
process.on('disconnect', () => {
  for (const stop of stops.values()) stop.abort();
});

function ask({ id, group, jobs, work }: Exclude<Request, { stop: number }>): void {
  const stop = new AbortController();
  stops.set(id, stop);
  const own = groups.get(group) ?? new Portions(jobs, TOGETHER, answer);
  groups.set(group, own);
  own.add({ id, work, signal: stop.signal });
}

async function answer(jobs: readonly Job[]): Promise<void> {
  const outcomes = await decodeClips(jobs);
  for (const [i, { id }] of jobs.entries()) {
    stops.delete(id);
    if (process.connected) process.send?.({ id, ...told(itemAt(outcomes, i)) } satisfies Answer);
  }
}

function told(outcome: PromiseSettledResult<Found>): Outcome {
  if (outcome.status === 'fulfilled') return { found: outcome.value };
  const error = outcome.reason as Error;
  return error instanceof HpdmError ? { faults: error.faults } : { error: error.stack ?? 'unknown' };
}
