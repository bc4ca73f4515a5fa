import { formatBytes } from './format-bytes.js';
import type { Plan } from './plan.js';

/** Members that train together, and what is known of each. */
export interface MembersAsked {
  readonly members: number;
  /** Bits per second of the network connection of a member. */
  readonly bitsPerSecond: number;
  /** FLOP/s of a member in training. */
  readonly flopsPerSecond?: number;
}

/** What a training step costs each member, beside what its plan says. */
export interface MembersCost extends MembersAsked {
  /** FLOPs of its part of the batch. */
  readonly flops: number;
  /** Bytes that it sends, and as many that it receives. */
  readonly bytes: number;
  /** Seconds for that on its connection. */
  readonly sendSeconds: number;
  /** The part of the time in which it computes, where nothing is sent meanwhile; undefined where its speed is not known. */
  readonly efficiency?: number;
}

/** What each of some members has to compute and to send in a training step, by the plan of one of them; undefined for one that does not train. */
export function membersCost(plan: Plan, asked: MembersAsked): MembersCost | undefined {
  const { bitsPerSecond, flopsPerSecond } = asked;
  const { flopsPerStep: flops, sentPerStep: bytes = 0 } = plan;
  if (flops === undefined) return undefined;
  const sendSeconds = (8 * bytes) / bitsPerSecond;
  if (flopsPerSecond === undefined) return { ...asked, flops, bytes, sendSeconds };
  const seconds = flops / flopsPerSecond;
  return { ...asked, flops, bytes, sendSeconds, efficiency: seconds / (seconds + sendSeconds) };
}

/** That in lines below a plan. */
export function formatMembersCost({ members, bytes, sendSeconds, bitsPerSecond, efficiency }: MembersCost): string {
  const speed = `${bitsPerSecond / 1e9} Gbit/s`;
  const predicted = efficiency === undefined ? '' : `; efficiency ${(100 * efficiency).toFixed(0)} %`;
  return [
    `members        ${members}, of which this is the plan of one`,
    `network        each sends ${formatBytes(bytes)} a step, ${Number(sendSeconds.toPrecision(2))} s at ${speed}${predicted}`,
    '',
  ].join('\n');
}
