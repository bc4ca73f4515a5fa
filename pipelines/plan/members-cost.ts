import { formatBytes, formatCount } from './format-bytes.js';
import type { Plan } from './plan.js';

/** Members that train together, and what is known of each. */
export interface MembersAsked {
  readonly members: number;
  /** Bits per second of the network connection of a member. */
  readonly bitsPerSecond: number;
  /** FLOP/s of a member in training. */
  readonly flopsPerSecond?: number;
}

/** What a training step costs each member. */
export interface MembersCost extends MembersAsked {
  /** FLOPs of its part of the batch. */
  readonly flops: number;
  /** Bytes that it sends, and as many that it receives: twice the gradient, but for its own part. */
  readonly bytes: number;
  /** Seconds for that on its connection. */
  readonly sendSeconds: number;
  /** The part of the time in which it computes, where nothing is sent meanwhile; undefined where its speed is not known. */
  readonly efficiency?: number;
}

/**
 * What each of some members has to compute and to send in a training step; undefined for a plan that does not train.
 *
 * source ring all-reduce: 2 (N − 1) / N of the vector, https://doi.org/10.1016/j.jpdc.2008.09.002
 */
export function membersCost(plan: Plan, asked: MembersAsked): MembersCost | undefined {
  const { members, bitsPerSecond, flopsPerSecond } = asked;
  if (plan.flopsPerStep === undefined) return undefined;
  const flops = plan.flopsPerStep / members;
  const bytes = Math.round(((2 * (members - 1)) / members) * 4 * plan.parameters);
  const sendSeconds = (8 * bytes) / bitsPerSecond;
  if (flopsPerSecond === undefined) return { ...asked, flops, bytes, sendSeconds };
  const seconds = flops / flopsPerSecond;
  return { ...asked, flops, bytes, sendSeconds, efficiency: seconds / (seconds + sendSeconds) };
}

/** That in lines below a plan. */
export function formatMembersCost({
  members,
  flops,
  bytes,
  sendSeconds,
  bitsPerSecond,
  efficiency,
}: MembersCost): string {
  const speed = `${bitsPerSecond / 1e9} Gbit/s`;
  const predicted = efficiency === undefined ? '' : `; efficiency ${(100 * efficiency).toFixed(0)} %`;
  return [
    `members        ${members}, each ${formatCount(flops)}FLOPs a step`,
    `network        each sends ${formatBytes(bytes)} a step, ${Number(sendSeconds.toPrecision(2))} s at ${speed}${predicted}`,
    '',
  ].join('\n');
}
