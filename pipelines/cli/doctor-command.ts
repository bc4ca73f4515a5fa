import { Command } from 'commander';
import { examine } from './doctor/examine.js';
import type { Examination } from './doctor/examine.js';
import type { Measured } from './doctor/measure-backend.js';
import { counted, HpdmError, itemAt } from '../../dsl/index.js';
import { examineMembers, formatMembers } from './doctor/examine-members.js';
import { isLaunched } from './members/as-member.js';
import { gangOf, launchOf } from './members/members-flags.js';
import { runMembers } from './members/run-members.js';
import { atLeastOne } from './run-flags.js';

const HELP = `
Each backend is loaded and timed in a separate process. This takes about ten seconds in total.
GFLOP/s are measured with float32 matrix products: plain (1024³ if that is quick), with a transposed factor, and eight in a batch.
Close other programs before you compare numbers.

Examples:
  hpdm doctor             a report to read, and to paste into a bug report
  hpdm doctor --json      the same for a program
  hpdm doctor --members 2 whether processes reach each other, and how fast; docs/many-machines.md
  hpdm setup              install what doctor shows as missing`;

/** `hpdm doctor`. */
export const doctorCommand = (): Command =>
  new Command('doctor')
    .summary('show the machine, the backends and their speed')
    .description('Show the machine, which backends load (or why not), their speed, ffmpeg, and the cache.')
    .option('--json', 'print one JSON object')
    .option(
      '--members [n]',
      'how n processes of this machine reach each other, or those that a scheduler started: bandwidth, versions, clocks',
      atLeastOne,
    )
    .addHelpText('after', HELP)
    .action(async ({ json, members }: { json?: true; members?: number | true }, command: Command) => {
      if (members !== undefined || isLaunched()) return doctorOfMembers(members, json === true, command);
      const examination = await examine();
      process.stdout.write(json ? `${JSON.stringify(examination, null, 2)}\n` : formatExamination(examination));
    });

/** Start members, or be one; the leader says what all found. */
async function doctorOfMembers(members: number | true | undefined, json: boolean, command: Command): Promise<void> {
  const flags = typeof members === 'number' ? { members } : {};
  const gang = gangOf(flags, process.env);
  if (gang === undefined) {
    const count = flags.members ?? 1;
    if (count > 1) {
      return runMembers({ ...launchOf(command), count, restarts: 0, resume: false, isSaved: () => false });
    }
    const expected = '--members N, or the members that a scheduler started';
    throw new HpdmError({ code: 'E_MEMBERS', path: '--members', expected, got: 'neither', try: '--members 2' });
  }
  const found = await examineMembers(gang);
  if (gang.rank === 0) process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : formatMembers(found));
}

/** The report as a table for the terminal. */
export function formatExamination(found: Examination): string {
  const { cpu, memory, linked, ffmpeg, ffprobe, cache } = found;
  const rows: [string, string][] = [
    ['hpdm', found.hpdm],
    ['node', `${found.node}, ${found.os}`],
    ['cpu', `${cpu.model}, ${counted(cpu.threads, 'thread')}`],
    ['memory', `${gigabytes(memory.freeBytes)} GB free of ${gigabytes(memory.totalBytes)} GB`],
    ['nvidia gpu', found.nvidiaGpuVisible ? 'visible' : 'none visible'],
    [
      'tensorflow',
      linked ? `${linked.build?.tensorflow ?? 'not made by setup'}, ${linked.folder}` : 'none: hpdm setup',
    ],
    ['kernels', found.ownKernels ? "hpdm's own, for this processor" : "TensorFlow's general ones: hpdm setup"],
    ['bfloat16', describeBf16(found.backends)],
    ['ffmpeg', 'missing' in ffmpeg ? `none: ${ffmpeg.missing}` : `${ffmpeg.version} (${ffmpeg.source}) ${ffmpeg.path}`],
    ...found.ffmpegs.map((one): [string, string] => ['', describeFfmpeg(one)]),
    [
      'ffprobe',
      'missing' in ffprobe ? `none: ${ffprobe.missing}` : `${ffprobe.version} (${ffprobe.source}) ${ffprobe.path}`,
    ],
    ['cache', `${cache.folder}, ${gigabytes(cache.sizeBytes)} GB`],
    ...Object.entries(found.variables).map(([name, value]): [string, string] => [name, value]),
  ];
  const packages = Object.entries(found.packages).map(([name, version]) => `${name} ${version}`);
  const lines = rows.map(([name, value]) => `${name.padEnd(11)} ${value}`);
  return [...lines, ...wrap('packages', packages), '', ...formatBackends(found.backends), ''].join('\n');
}

/** How much faster than products in float32 those in bfloat16 must be, because more than products is computed. */
const WORTHWHILE = 1.2;

/** `AMX, 510 GFLOP/s`, or why `--precision bf16` does not work here. */
function describeBf16(backends: readonly Measured[]): string {
  const found = backends.find(({ name }) => name === 'tensorflow');
  if (found?.loads !== true) return 'none: only the backend tensorflow computes in it, which does not load';
  const { bf16, speed } = found;
  if (bf16 === undefined || 'missing' in bf16) return `none: ${bf16?.missing ?? 'not measured'}`;
  const gains = bf16.gflops > WORTHWHILE * (speed?.plain ?? 0);
  const advice = gains ? ' (train and sample with --precision bf16)' : ': no faster than float32 here';
  return `${bf16.by}, ${bf16.gflops.toFixed(0)} GFLOP/s${advice}`;
}

/** Years after which an ffmpeg is called old: codecs and protocols have moved on. */
const OLD_YEARS = 3;

/** `7.0.2-static of 2024 (ffmpeg-static), lacks srt`. */
function describeFfmpeg({ version, year, source, lacks }: Examination['ffmpegs'][number]): string {
  const old = new Date().getFullYear() - year > OLD_YEARS ? ': old' : '';
  return `${version} of ${year}${old} (${source}), lacks ${lacks.length === 0 ? 'nothing' : lacks.join(', ')}`;
}

function formatBackends(backends: readonly Measured[]): string[] {
  const header = ['backend', 'plain', 'transposed', 'batched', 'device'];
  const body = backends.map((backend) => {
    if (!backend.loads) return [backend.name, '-', '-', '-', `does not load: ${backend.why}`];
    const { speed, report } = backend;
    const device = `${report.device}, ${report.version}${speed && speed.size < 1024 ? ` (at ${String(speed.size)}³)` : ''}`;
    return [backend.name, ...[speed?.plain, speed?.transposed, speed?.batched].map(formatRate), device];
  });
  const row = ([name = '', plain = '', transposed = '', batched = '', device = '']: string[]): string =>
    `${name.padEnd(11)} ${plain.padStart(7)} ${transposed.padStart(11)} ${batched.padStart(8)}  ${device}`;
  return ['matrix products in GFLOP/s, float32, 1024³', ...[header, ...body].map(row)];
}

const formatRate = (gflops: number | undefined): string =>
  gflops === undefined ? '-' : gflops.toFixed(gflops < 10 ? 1 : 0);

function wrap(name: string, items: readonly string[]): string[] {
  const lines = [''];
  for (const item of items) {
    const last = itemAt(lines, lines.length - 1);
    if (last === '') lines[lines.length - 1] = item;
    else if (last.length + item.length < 95) lines[lines.length - 1] = `${last}, ${item}`;
    else lines.push(item);
  }
  const comma = (index: number): string => (index < lines.length - 1 ? ',' : '');
  return lines.map((line, index) => `${(index === 0 ? name : '').padEnd(11)} ${line}${comma(index)}`);
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
