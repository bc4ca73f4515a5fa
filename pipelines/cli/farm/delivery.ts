import type { JsMsg } from '@nats-io/jetstream';
import type { Job } from './job.js';

/** A job that a worker holds: its own until it is done, put back, or nothing was heard of it for the time of a lease. */
export class Delivery {
  readonly job: Job;
  /** Which try of the job this is, from 1. */
  readonly tries: number;
  readonly #message: JsMsg;
  readonly #beat: NodeJS.Timeout;

  /** Heartbeats begin at once. */
  constructor(message: JsMsg, leaseMs: number) {
    this.#message = message;
    this.job = message.json<Job>();
    this.tries = message.info.deliveryCount;
    this.#beat = setInterval(() => message.working(), leaseMs / 3);
  }

  /** It is done, or has failed for good: the queue forgets it. False when the server did not say that it has heard. */
  async end(): Promise<boolean> {
    clearInterval(this.#beat);
    return this.#message.ackAck({ timeout: 10_000 }).catch(() => false);
  }

  /** Put it back, for somebody to take it after some time. */
  putBack(afterMs: number): void {
    clearInterval(this.#beat);
    this.#message.nak(afterMs);
  }
}
