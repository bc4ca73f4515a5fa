import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
} from '@nats-io/jetstream';
import type { Consumer, JetStreamClient, JetStreamManager, StreamConfig } from '@nats-io/jetstream';
import {
  connect,
  credsAuthenticator,
  millis,
  nanos,
  type NatsConnection,
  type TlsOptions,
} from '@nats-io/transport-node';
import { HpdmError } from '../../../dsl/index.js';
import { Delivery } from './delivery.js';
import type { Job } from './job.js';
import { queueAddress } from './queue-address.js';
import { topicOf, type Report } from './report.js';

/** Jobs: one at most of each share of a run; a job is there until it is done, or has failed for good. */
const JOBS = {
  name: 'hpdm-jobs',
  subjects: ['hpdm.jobs.>'],
  retention: RetentionPolicy.Workqueue,
  max_msgs_per_subject: 1,
  discard: DiscardPolicy.New,
  discard_new_per_subject: true,
} as const satisfies Partial<StreamConfig>;
/** The last report of each subject. */
const REPORTS = {
  ...{ name: 'hpdm-reports', subjects: ['hpdm.reports.>'], max_msgs_per_subject: 1 },
  max_age: nanos(30 * 24 * 3600 * 1000),
} as const satisfies Partial<StreamConfig>;
const WORKERS = 'workers';
/** JetStream's code for a second message of a subject that may have one. */
const THERE = 10_077;

/** How a queue is reached, and how long a job whose worker says nothing is its own. */
export interface QueueOptions {
  readonly url: string;
  /** A file with credentials of NATS. */
  readonly credentials?: string | undefined;
  readonly leaseMs: number;
}

/** What `hpdm farm doctor` shows. */
export interface QueueFacts {
  /** Of the server. */
  readonly version: string;
  /** Whether the server takes encrypted connections alone. */
  readonly isEncrypted: boolean;
  /** The median of some. */
  readonly roundTripMs: number;
  readonly leaseMs: number;
  /** Jobs that wait, and that are being made. */
  readonly waiting: number;
  readonly running: number;
}

/**
 * How long a worker waits for a job before it asks again. A job that failed comes back after 1, 2, 4 or 8 seconds, none of which is the end of such a wait:
 * what is delivered just then may be lost, and counts as a try.
 */
const WAIT_MS = 3000;

const ROUND_TRIPS = 9;

/** A queue of jobs on a NATS server with JetStream, and what workers report. */
export class Queue {
  readonly #connection: NatsConnection;
  readonly #client: JetStreamClient;
  readonly #manager: JetStreamManager;
  #leaseMs: number;
  #consumer: Consumer | undefined;

  private constructor(connection: NatsConnection, manager: JetStreamManager, leaseMs: number) {
    this.#connection = connection;
    this.#client = jetstream(connection, { timeout: 10_000 });
    this.#manager = manager;
    this.#leaseMs = leaseMs;
  }

  /** Connect, and make what is not there yet; fails E_QUEUE. A connection that breaks later comes back by itself. */
  static async open({ url, credentials, leaseMs }: QueueOptions): Promise<Queue> {
    const { server, tls, login } = queueAddress(url);
    // the client passes no name for an address in numbers, and Node would look for localhost in the certificate
    const encrypted: TlsOptions & { readonly host: string } = {
      host: server.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''),
    };
    try {
      const connection = await connect({
        ...{ servers: server, name: 'hpdm farm', ...login, ...(tls ? { tls: encrypted } : {}) },
        ...(credentials === undefined ? {} : { authenticator: credsAuthenticator(readFileSync(credentials)) }),
        ...{ maxReconnectAttempts: -1, reconnectTimeWait: 1000, pingInterval: 10_000, maxPingOut: 2 },
      });
      const queue = new Queue(connection, await jetstreamManager(connection, { timeout: 10_000 }), leaseMs);
      await queue.#prepare();
      return queue;
    } catch (error) {
      throw new HpdmError(
        {
          ...{ code: 'E_QUEUE', path: '--queue', expected: 'a NATS server with JetStream: nats-server --jetstream' },
          ...{ got: `${server}: ${(error as Error).message}`, try: adviceOf(error as Error) },
        },
        { cause: error },
      );
    }
  }

  /** Add a job; false when it is there already. */
  async submit(job: Job): Promise<boolean> {
    try {
      await this.#client.publish(`hpdm.jobs.${job.run}.${job.share.index}`, JSON.stringify(job));
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === THERE) return false;
      throw error;
    }
  }

  /** Forget what was reported of a run. */
  async forget(run: string): Promise<void> {
    await this.#manager.streams.purge(REPORTS.name, { filter: `hpdm.reports.${run}.>` });
  }

  /** The next job; undefined after some seconds without one, also where the server is away or has lost everything. */
  async next(): Promise<Delivery | undefined> {
    try {
      this.#consumer ??= await this.#client.consumers.get(JOBS.name, WORKERS);
      const message = await this.#consumer.next({ expires: WAIT_MS });
      return message === null ? undefined : new Delivery(message, this.#leaseMs);
    } catch {
      this.#consumer = undefined;
      await this.#prepare().catch(() => wait(1000));
      return undefined;
    }
  }

  /** How many jobs wait, and how many are being made. */
  async counts(): Promise<{ readonly waiting: number; readonly running: number }> {
    const { num_pending, num_ack_pending } = await this.#manager.consumers.info(JOBS.name, WORKERS);
    return { waiting: num_pending, running: num_ack_pending };
  }

  /** What can be said of the queue from here. */
  async examine(): Promise<QueueFacts> {
    const { version = '', tls_required: isEncrypted = false } = this.#connection.info ?? {};
    const times: number[] = [];
    for (let i = 0; i < ROUND_TRIPS; i++) times.push(await this.#connection.rtt());
    const roundTripMs = times.sort((a, b) => a - b)[ROUND_TRIPS >> 1] ?? NaN;
    return { version, isEncrypted, roundTripMs, leaseMs: this.#leaseMs, ...(await this.counts()) };
  }

  /** Say what became of a job, once more after each second in which the server did not say that it has heard; false when it never did. */
  async report(report: Report, attempts: number): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#client.publish(`hpdm.reports.${topicOf(report)}`, JSON.stringify(report), { timeout: 3000 });
        return true;
      } catch {
        if (attempt >= attempts) return false;
        await this.#prepare().catch(() => undefined);
        await wait(1000);
      }
    }
  }

  /** Whether nothing was ever reported. */
  async hasNoReports(): Promise<boolean> {
    await this.#prepare();
    return (await this.#manager.streams.info(REPORTS.name)).state.messages === 0;
  }

  /** What was reported last of each job, and then whatever is; `isLast` where no more is known yet. */
  async *reports(signal: AbortSignal): AsyncIterable<{ readonly report: Report; readonly isLast: boolean }> {
    const consumer = await this.#client.consumers.get(REPORTS.name, { deliver_policy: DeliverPolicy.LastPerSubject });
    const messages = await consumer.consume();
    const stop = (): void => messages.stop();
    signal.addEventListener('abort', stop);
    try {
      for await (const message of messages)
        yield { report: message.json<Report>(), isLast: message.info.pending === 0 };
    } finally {
      signal.removeEventListener('abort', stop);
      await messages.close();
    }
  }

  /** End, after what was said is sent. */
  async close(): Promise<void> {
    // a server that is away must not hold it up
    const flushed = this.#connection.flush().catch(() => undefined);
    await Promise.race([flushed, wait(1000, undefined, { ref: false })]);
    await this.#connection.close();
  }

  async #prepare(): Promise<void> {
    const { streams, consumers } = this.#manager;
    await streams.add(JOBS);
    await streams.add(REPORTS);
    const known = await consumers.info(JOBS.name, WORKERS).catch(() => undefined);
    // the lease of a queue is that of the first who used it
    if (known?.config.ack_wait !== undefined) this.#leaseMs = millis(known.config.ack_wait);
    if (known !== undefined) return;
    await consumers.add(JOBS.name, {
      ...{ durable_name: WORKERS, ack_policy: AckPolicy.Explicit, ack_wait: nanos(this.#leaseMs) },
      ...{ max_deliver: -1, max_ack_pending: 100_000 },
    });
  }
}

/** What may help where a server could not be reached. */
function adviceOf({ message }: Error): string {
  if (/ENOENT|EACCES/.test(message)) return '--credentials FILE.creds, which this user may read';
  if (/altnames/i.test(message)) return '--queue tls://HOST:4222 with a HOST that the certificate names';
  if (/certificate/i.test(message))
    return 'NODE_EXTRA_CA_CERTS=FILE.pem, the certificate of the authority that signed that of the server';
  if (/authorization/i.test(message))
    return 'HPDM_FARM_QUEUE=tls://USER:PASSWORD@HOST:4222, or --credentials FILE.creds';
  return '--queue nats://HOST:4222';
}
