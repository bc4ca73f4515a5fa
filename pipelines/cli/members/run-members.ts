import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { cancelled } from '../../../dsl/index.js';
import { AlreadySaid } from '../already-said.js';
import { freePorts } from './free-ports.js';
import { MemberProcess, type MemberEnd } from './member-process.js';

/** How members are started. */
export interface MembersOptions {
  readonly count: number;
  /** Times that they begin again when one is lost. */
  readonly restarts: number;
  /** Whether they go on with an earlier run. */
  readonly resume: boolean;
  /** Whether there is something to go on with, when they begin again. */
  readonly isSaved: () => boolean;
  /** The words after `hpdm`. */
  readonly args: readonly string[];
  readonly heartbeatMs: number;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));

/**
 * Run members on this machine to their end. When one is lost, all end, and begin again on new ports from the last checkpoint. A signal
 * goes to all of them; they agree on where they stop.
 *
 * fails as the member does that ended first, if that was an error of its own, or when the restarts are used up
 */
export async function runMembers(options: MembersOptions): Promise<void> {
  const { restarts } = options;
  let [saved, members]: [boolean, readonly MemberProcess[]] = [options.resume, []];
  let signals = 0;
  const forward = (signal: NodeJS.Signals): void => {
    signals += 1;
    for (const member of members) member.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  try {
    for (let attempt = 0; ; attempt++) {
      members = await start(options, saved);
      const ends = await all(members, options.heartbeatMs);
      saved ||= members.some((member) => member.saved) || options.isSaved();
      const cause = causeOf(ends);
      if (signals > 0 && ends.some(({ code }) => code === 130)) throw new AlreadySaid(130);
      if (cause === undefined) return;
      if (signals > 0) throw cancelled();
      const speaker = cause.rank === 0 && isLost(cause) ? ends.find(({ said }) => said !== '') : cause;
      if (speaker !== undefined && speaker.said !== '') say(speaker.said);
      say(told(cause, options));
      if (!isLost(cause) || attempt === restarts) throw new AlreadySaid(cause.code === 2 ? 2 : 3);
      say(`all begin again ${saved ? 'from the last checkpoint' : 'from the start'} (${attempt + 1} of ${restarts})`);
    }
  } finally {
    for (const signal of SIGNALS) process.off(signal, forward);
  }
}

async function start({ count, args }: MembersOptions, resume: boolean): Promise<MemberProcess[]> {
  const addresses = (await freePorts(count)).map((port) => `127.0.0.1:${port}`);
  const own = [...withoutFlags(args), ...(resume && !args.includes('--resume') ? ['--resume'] : [])];
  const threads = Math.max(1, Math.floor(availableParallelism() / count));
  return addresses.map((_, index) => {
    const TF_CONFIG = JSON.stringify({ cluster: { worker: addresses }, task: { type: 'worker', index } });
    return new MemberProcess(index, [BIN, ...own], {
      TF_NUM_INTRAOP_THREADS: String(threads),
      ...process.env,
      TF_CONFIG,
    });
  });
}

/** The end that made all others end; undefined if all are done. Who ended because another one is lost is not to blame. */
function causeOf(ends: readonly MemberEnd[]): MemberEnd | undefined {
  const failed = ends.filter(({ code }) => code !== 0);
  return failed.find(({ code }) => code === 2) ?? failed.find(({ seesLoss }) => !seesLoss) ?? failed[0];
}

/** Whether it ended otherwise than by an error of its own, such as a full disk, which would come again. */
const isLost = ({ signal, seesLoss, hangs }: MemberEnd): boolean => signal !== null || seesLoss || hangs;

/** How the system and TensorFlow end a process whose memory runs out. */
const OUT_OF_MEMORY: readonly NodeJS.Signals[] = ['SIGKILL', 'SIGABRT'];
const ADVICE = ' (if its memory ran out: fewer --members take less, and hpdm plan says how much)';

/** How it ended, for the user. */
function told({ rank, signal, seesLoss, hangs }: MemberEnd, { count, heartbeatMs }: MembersOptions): string {
  if (seesLoss) return `the ${count} members could not reach each other`;
  const member = `member ${rank} of ${count}`;
  if (hangs) return `${member} did not answer for ${heartbeatMs / 1000} s, and was ended`;
  if (signal === null) return `${member} failed`;
  return `${member} was ended by ${signal}${OUT_OF_MEMORY.includes(signal) ? ADVICE : ''}`;
}

/**
 * The ends of all members, the first one first. When one has failed, the others get the time to notice it: two heartbeats, or one after the
 * first has noticed it.
 */
async function all(members: readonly MemberProcess[], heartbeatMs: number): Promise<MemberEnd[]> {
  const ends: MemberEnd[] = [];
  let late: NodeJS.Timeout | undefined;
  const giveUpAfter = (milliseconds: number): void => {
    late ??= setTimeout(() => {
      for (const member of members) member.giveUp();
    }, milliseconds);
  };
  await Promise.all(
    members.map(async (member) => {
      void member.loss.then(() => giveUpAfter(heartbeatMs));
      const end = await member.end;
      ends.push(end);
      if (end.code !== 0) giveUpAfter(2 * heartbeatMs);
    }),
  );
  clearTimeout(late);
  return ends;
}

/** The arguments of a member: those of the command, without the flags that start several. */
const withoutFlags = (args: readonly string[]): string[] =>
  args.filter((arg, i) => !isOwn(arg) && !(isOwn(args[i - 1] ?? '') && !args[i - 1]?.includes('=')));

const isOwn = (arg: string): boolean => /^--(members|restarts)(=|$)/.test(arg);

const say = (what: string): void => {
  process.stderr.write(`${what}\n`);
};
