import type { Gang } from './gang.js';

/** How long members wait for each other. */
export interface Patience {
  /** Until all have come. */
  readonly joinMs: number;
  /** Without a sign of life from a member, which is then lost. */
  readonly heartbeatMs: number;
}

/** The name of a member in TensorFlow. */
export const taskOf = (rank: number): string => `/job:worker/replica:0/task:${rank}`;

/** TensorFlow's numbers for the fields of its messages. */
const CONFIG = { experimental: 16 } as const;
const EXPERIMENTAL = { collectiveLeader: 1, nccl: 7, coordination: 23 } as const;
const COORDINATION = {
  ...{ service: 1, leader: 2, healthCheck: 3, joinMs: 4, heartbeatMs: 5, leaveMs: 7, mayDieEarly: 8 },
} as const;
const SERVER = { cluster: 1, job: 2, task: 3, config: 4, protocol: 5 } as const;

/** How long members that leave wait for the others. */
const LEAVE_MS = 5_000;

/**
 * The messages that make a TensorFlow context a member: `tensorflow.ConfigProto` and `tensorflow.ServerDef`, serialised.
 *
 * source tensorflow/core/protobuf/{config,cluster,tensorflow_server,coordination_config}.proto
 */
export function serverDef(
  { rank, addresses }: Gang,
  { joinMs, heartbeatMs }: Patience,
): { readonly config: Buffer; readonly server: Buffer } {
  const coordination = message([
    [COORDINATION.service, 'standalone'],
    [COORDINATION.leader, taskOf(0)],
    [COORDINATION.healthCheck, 1],
    [COORDINATION.joinMs, joinMs],
    [COORDINATION.heartbeatMs, heartbeatMs],
    [COORDINATION.leaveMs, LEAVE_MS],
    [COORDINATION.mayDieEarly, 1],
  ]);
  const experimental = message([
    [EXPERIMENTAL.collectiveLeader, taskOf(0)],
    [EXPERIMENTAL.nccl, 1], // where the device is a GPU
    [EXPERIMENTAL.coordination, coordination],
  ]);
  const config = message([[CONFIG.experimental, experimental]]);
  const tasks = addresses.map((address, i) => [2, message([[1, i], [2, address]])] as const); // prettier-ignore
  const cluster = message([[1, message([[1, 'worker'], ...tasks])]]);
  const server = message([
    [SERVER.cluster, cluster],
    [SERVER.job, 'worker'],
    [SERVER.task, rank],
    [SERVER.config, config],
    [SERVER.protocol, 'grpc'],
  ]);
  return { config, server };
}

/** A protobuf message from its fields: numbers, texts and messages. */
const message = (fields: readonly (readonly [field: number, value: number | string | Buffer])[]): Buffer =>
  Buffer.concat(
    fields.flatMap(([field, value]) => {
      if (typeof value === 'number') return [varint(field * 8), varint(value)];
      const bytes = Buffer.from(value);
      return [varint(field * 8 + 2), varint(bytes.length), bytes];
    }),
  );

/** A whole number in groups of 7 bits, the lowest first. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}
