import { firstLine, HpdmError } from '../../../dsl/index.js';
import { tf } from '../tf.js';
import type { Gang } from './gang.js';

/** What `members.cc` does for a member that has joined. */
export interface Native {
  /** Wait for the others; the reason why they did not come, else empty. */
  wait(name: string, milliseconds: number): string;
  /** Why the last operation that failed did so. */
  reason(): string;
}

/** The part of tfjs-node's backend that runs an operation by name. */
interface NodeBackend {
  readonly binding: Readonly<Record<Attribute[1] | 'TF_FLOAT' | 'TF_INT32', number>>;
  executeSingleOutput(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor1D;
}

/** Numbers in one message: far from protobuf's limit of 2 GB. */
const BUCKET = 2 ** 24;

/**
 * How long an operation waits for a member that lives and does not come, because it writes a checkpoint or samples a preview. One that died is
 * noticed by its heartbeat.
 */
const PATIENCE_SECONDS = 3600;

/** What the members of a gang do together. Every member must call the same functions in the same order, with tensors of the same shapes. */
export class Peers {
  readonly rank: number;
  readonly count: number;
  readonly #native: Native;
  readonly #onLoss: () => void;
  /** TensorFlow's numbers for operations that belong together: of one number, all members do the same, with the same shapes. */
  readonly #keys = new Map<string, number>();

  constructor({ rank, addresses, onLoss = () => undefined }: Gang, native: Native) {
    this.rank = rank;
    this.count = addresses.length;
    this.#native = native;
    this.#onLoss = onLoss;
  }

  /** The mean of the vectors of all members, [n], the same bits for each. The caller disposes of it. */
  mean(vector: tf.Tensor1D): tf.Tensor1D {
    const merge = [text('merge_op', 'Add'), text('final_op', 'Div'), UNORDERED];
    return inBuckets(vector, (bucket) => this.#collective('CollectiveReduceV2', bucket, { attributes: merge }));
  }

  /** A vector of the leader, [n], bit for bit; the others give one of the same length. The caller disposes of it. */
  fromLeader(vector: tf.Tensor1D): tf.Tensor1D {
    return inBuckets(vector, (bucket) => {
      if (this.rank === 0) return this.#collective('CollectiveBcastSendV2', bucket);
      const shape = tf.tensor1d(bucket.shape, 'int32');
      const attributes: Attribute[] = [['Tshape', 'TF_ATTR_TYPE', tfBinding().TF_INT32]];
      const received = this.#collective('CollectiveBcastRecvV2', bucket, { attributes, inputs: [], after: [shape] });
      shape.dispose();
      return received;
    });
  }

  /** The vectors of all members, which give as many numbers each: [N, n], in the order of the members. The caller disposes of it. */
  rows(vector: tf.Tensor1D): tf.Tensor2D {
    return tf.tidy(() => {
      const parts = buckets(vector).map((bucket) => {
        const all = this.#collective('CollectiveGatherV2', bucket, { attributes: [UNORDERED] });
        return tf.reshape<tf.Rank.R2>(all, [this.count, bucket.size]);
      });
      return parts.length === 1 ? (parts[0] as tf.Tensor2D) : tf.concat2d(parts, 1);
    });
  }

  /**
   * One vector from the parts that the members have, bit for bit. The caller disposes of it.
   *
   * @param sizes of the parts, in the order of the members
   */
  whole(part: tf.Tensor1D, sizes: readonly number[]): tf.Tensor1D {
    const longest = Math.max(...sizes);
    const pieces = sizes.map((): tf.Tensor1D[] => []);
    return tf.tidy(() => {
      const padded = tf.pad(part, [[0, longest - part.size]]);
      for (let at = 0; at < longest; at += BUCKET) {
        const width = Math.min(BUCKET, longest - at);
        const all = this.rows(tf.slice(padded, at, width));
        for (const [rank, size] of sizes.entries()) {
          const own = Math.min(width, size - at);
          if (own > 0) pieces[rank]?.push(tf.reshape(tf.slice(all, [rank, 0], [1, own]), [own]));
        }
        all.dispose();
      }
      return tf.concat1d(pieces.flat());
    });
  }

  /** The texts of all members, by their numbers. */
  async texts(own: string): Promise<string[]> {
    const bytes = Buffer.from(own);
    const lengths = (await this.#numbers([bytes.length])).flat();
    const longest = Math.max(...lengths);
    if (longest === 0) return lengths.map(() => ''); // TensorFlow crashes when it gathers nothing
    const all = await this.#numbers([...bytes, ...new Array<number>(longest - bytes.length).fill(0)]);
    return all.map((row, i) => Buffer.from(row.slice(0, lengths[i])).toString());
  }

  /** Wait until every member has come here, so that none ends while another still needs it. */
  leave(): void {
    const reason = this.#native.wait('end', 1000 * PATIENCE_SECONDS);
    if (reason !== '') throw this.#lost(reason);
  }

  /** The whole numbers of all members, which give as many each. */
  async #numbers(own: readonly number[]): Promise<number[][]> {
    const row = tf.tensor1d([...own], 'int32');
    const all = this.rows(row);
    const numbers = await all.array();
    tf.dispose([row, all]);
    return numbers;
  }

  /**
   * Run an operation that all members run, on a vector.
   *
   * @param inputs those before the numbers of the group, and `after`, those after them
   */
  #collective(
    name: string,
    vector: tf.Tensor1D,
    { attributes = [], inputs = [vector], after = [] }: More = {},
  ): tf.Tensor1D {
    const binding = tfBinding();
    const keys = [this.count, 1, this.#keyOf(name, vector)].map((value) => tf.scalar(value, 'int32'));
    const all: Attribute[] = [
      ...attributes,
      ['T', 'TF_ATTR_TYPE', vector.dtype === 'int32' ? binding.TF_INT32 : binding.TF_FLOAT],
      text('communication_hint', 'auto'),
      ['timeout_seconds', 'TF_ATTR_FLOAT', PATIENCE_SECONDS],
    ];
    try {
      const written = all.map(([name, type, value]) => ({ name, type: binding[type], value }));
      return nodeBackend().executeSingleOutput(name, written, [...inputs, ...keys, ...after]);
    } catch (error) {
      throw this.#lost(this.#native.reason() || firstLine(error));
    } finally {
      tf.dispose(keys);
    }
  }

  /** The error of a member that does not answer; TensorFlow's reason mostly names it. */
  #lost(reason: string): HpdmError {
    this.#onLoss();
    // the signs of life of the others go to the leader, and this is what is said when it does not take them
    const [, rank] =
      /task:(\d+)/.exec(reason) ?? (this.rank > 0 && reason.includes('Deadline Exceeded') ? ['', '0'] : []);
    return new HpdmError({
      code: 'E_MEMBER_LOST',
      message: `${rank === undefined ? 'a member' : `member ${rank}`} is lost, so this one ends, too`,
      expected: 'an answer of every member',
      got: firstLine(reason.replace('Collective ops is aborted by: ', '')),
      try: 'the same command with --resume goes on from what is saved',
    });
  }

  #keyOf(name: string, { size, dtype }: tf.Tensor1D): number {
    // a sender and its receivers do the same
    const what = `${name.replace(/Send|Recv/, '')} ${dtype} ${size}`;
    const key = this.#keys.get(what) ?? this.#keys.size + 1;
    this.#keys.set(what, key);
    return key;
  }
}

/** Do something with a vector, a bucket after the other. */
function inBuckets(vector: tf.Tensor1D, work: (bucket: tf.Tensor1D) => tf.Tensor1D): tf.Tensor1D {
  if (vector.size <= BUCKET) return work(vector);
  return tf.tidy(() => tf.concat1d(buckets(vector).map((bucket) => tf.tidy(() => work(bucket)))));
}

/** A vector in parts that are small enough for a message; to be used inside `tidy`. */
function buckets(vector: tf.Tensor1D): tf.Tensor1D[] {
  if (vector.size <= BUCKET) return [vector];
  const starts = Array.from({ length: Math.ceil(vector.size / BUCKET) }, (_, i) => i * BUCKET);
  return starts.map((start) => tf.slice(vector, start, Math.min(BUCKET, vector.size - start)));
}

type Attribute = readonly [
  name: string,
  type: 'TF_ATTR_TYPE' | 'TF_ATTR_STRING' | 'TF_ATTR_INT' | 'TF_ATTR_FLOAT',
  value: string | number,
];

const text = (name: string, value: string): Attribute => [name, 'TF_ATTR_STRING', value];

/** What an operation gets besides. */
interface More {
  readonly attributes?: readonly Attribute[];
  readonly inputs?: readonly tf.Tensor[];
  readonly after?: readonly tf.Tensor[];
}

const nodeBackend = (): NodeBackend => tf.backend() as unknown as NodeBackend;
const tfBinding = (): NodeBackend['binding'] => nodeBackend().binding;

/** Operations that wait for no others besides their inputs. */
const UNORDERED: Attribute = ['Nordering_token', 'TF_ATTR_INT', 0];
