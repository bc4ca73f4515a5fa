import { readdir, stat } from 'node:fs/promises';
import { dirname, basename } from 'node:path';
import { HpdmError, type FaultCode } from '../../dsl/index.js';
import { AnimatedWebp } from './animated-webp.js';
import { isPicture } from './target.js';
import { deviceOf, isDevice } from './device.js';
import { NUMBER, imagePattern } from './image-pattern.js';

/** An input, in the form that ffmpeg takes. */
export interface Input {
  /** `live`: it can be read only once and in real time, like a pipe or a camera. */
  readonly kind: 'file' | 'images' | 'url' | 'live';
  /** ffmpeg's arguments up to and with `-i`. */
  readonly args: readonly string[];
  /** Whether ffmpeg reads our own standard input. */
  readonly stdin: boolean;
  /** The file that this process decodes and passes on to ffmpeg. */
  readonly animation?: AnimatedWebp;
  /** Of an address: milliseconds without an answer after which ffmpeg gives up. */
  readonly timeoutMs?: number;
  /** What it waits for without a limit, such as `a sender at tcp://…`. */
  readonly waitsFor?: string;
}

const URL = /^[a-z][a-z\d+.-]+:\/\//i;
/** An address that waits for a sender: a first connection, to look at the video, would be the only one. */
const LISTENS = /[?&](listen=[12]|mode=listener)(&|$)/;
const STDIN = ['-', 'pipe:0', 'pipe:', '/dev/stdin', '/dev/fd/0'];
/** The part of an address that says so; it stands last. */
const LISTEN = /[?&]listen=[12]$/;
/** Milliseconds to wait for an address. */
const TIMEOUT_MS = 15_000;

/** Whether the input has no end: a camera, a test source, a stream over the network. */
export const isEndless = (path: string): boolean =>
  isDevice(path) || STDIN.includes(path) || /^(rtmps?|rtsp|srt|udp|rtp|tcp):\/\//i.test(path);

/**
 * Read an input path: a file, numbered images, an address, `-` for standard input, or a device such as `lavfi:testsrc`.
 *
 * @param timeoutMs how long ffmpeg waits for an address that says nothing, at the beginning and later
 * fails E_FILE_MISSING, E_IS_FOLDER, E_FILE_EMPTY, E_DEVICE, E_IMAGES (numbers that are missing between others)
 */
export async function inputOf(path: string, place: string, timeoutMs = TIMEOUT_MS): Promise<Input> {
  if (STDIN.includes(path)) return { kind: 'live', args: ['-i', 'pipe:0'], stdin: true };
  const device = await deviceOf(path, place);
  if (device !== undefined) return { kind: 'live', args: device, stdin: false };
  if (URL.test(path)) {
    const args = patient(path, timeoutMs * 1000);
    if (LISTENS.test(path)) return { kind: 'live', args, stdin: false, waitsFor: `a sender at ${path}` };
    return { kind: 'url', args, stdin: false, timeoutMs };
  }
  const there = await stat(path).catch(() => undefined);
  if (there === undefined && NUMBER.test(basename(path))) return imagesOf(path, place);
  if (there === undefined) throw missing(path, place);
  if (there.isDirectory()) {
    const advice = `a file inside it, or ${path.replace(/\/$/, '')}/%05d.png for numbered images`;
    throw wrong('E_IS_FOLDER', place, 'a video file', `${path}, which is a folder`, advice);
  }
  const live = there.isFIFO() || there.isCharacterDevice() || there.isSocket();
  if (!live && there.size === 0) {
    const got = `${path}, which is empty (0 bytes)`;
    throw wrong('E_FILE_EMPTY', place, 'a video file', got, 'make or download the file again');
  }
  const waits = there.isFIFO() ? { waitsFor: `a program that writes to ${path}` } : {};
  if (live) return { kind: 'live', args: ['-i', `file:${path}`], stdin: false, ...waits };
  const animation = await AnimatedWebp.open(path, place);
  if (animation !== undefined)
    return { kind: 'file', args: ['-f', 'matroska', '-i', 'pipe:0'], stdin: false, animation };
  // of a picture with a number in its name, ffmpeg would read those with other numbers
  const alone = NUMBER.test(basename(path)) && isPicture(path) ? ['-f', 'image2', '-pattern_type', 'none'] : [];
  return { kind: 'file', args: [...alone, '-i', `file:${path}`], stdin: false };
}

/** Arguments that open an address with a time-out in µs, whose name depends on the protocol. */
function patient(url: string, timeoutUs: number): string[] {
  if (/^rtp:/i.test(url))
    return ['-i', /[?&]timeout=/.test(url) ? url : `${url}${url.includes('?') ? '&' : '?'}timeout=${timeoutUs}`];
  // the others take it as part of their address
  if (/^(rtmp|http)s?:/i.test(url) && LISTENS.test(url)) return ['-listen', '1', '-i', url.replace(LISTEN, '')];
  const option = /^(rtsps?|udp|srt):/i.test(url) ? '-timeout' : '-rw_timeout';
  return [option, `${timeoutUs}`, '-i', url];
}

/** Numbered images, starting with the lowest existing number; all numbers up to the last must exist. */
async function imagesOf(path: string, place: string): Promise<Input> {
  const [folder, name] = [dirname(path), basename(path)];
  const [before = '', after = ''] = name.split(NUMBER);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) throw missing(path, place);
  const digits = Number(/%0?(\d*)d/.exec(name)?.[1] ?? 0);
  const numbers = names
    .filter((file) => file.startsWith(before) && file.endsWith(after))
    .map((file) => file.slice(before.length, file.length - after.length))
    .filter((text) => /^\d+$/.test(text) && text === `${Number(text)}`.padStart(digits, '0'))
    .map(Number)
    .sort((a, b) => a - b);
  const [first] = numbers;
  if (first === undefined) {
    const got = `no file in ${folder} that this fits`;
    throw wrong(
      'E_FILE_MISSING',
      place,
      `images named like ${name.replace(NUMBER, '0001')}`,
      got,
      'check the pattern: %05d stands for five digits',
    );
  }
  refuseGaps(numbers, path, place);
  const args = ['-f', 'image2', '-pattern_type', 'sequence', '-start_number', `${first}`, '-i'];
  return { kind: 'images', args: [...args, imagePattern(folder, name)], stdin: false };
}

function refuseGaps(numbers: readonly number[], path: string, place: string): void {
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  if (last - first + 1 === numbers.length) return;
  const gaps = numbers.flatMap((number, i) => {
    const before = numbers[i - 1] ?? number - 1;
    if (number === before + 1) return [];
    return number === before + 2 ? [`${before + 1}`] : [`${before + 1}–${number - 1}`];
  });
  const more = gaps.length > 10 ? ` and ${gaps.length - 10} more` : '';
  const got = `${path} without ${gaps.slice(0, 10).join(', ')}${more}`;
  throw wrong(
    'E_IMAGES',
    place,
    `every number from ${first} to ${last}`,
    got,
    'make the missing images, or number them without gaps',
  );
}

const missing = (path: string, place: string): HpdmError =>
  wrong(
    'E_FILE_MISSING',
    place,
    'a video file that exists',
    `no file at ${path}`,
    `check the path; it is taken from ${process.cwd()}`,
  );

const wrong = (code: FaultCode, path: string, expected: string, got: string, advice: string): HpdmError =>
  new HpdmError({ code, path, expected, got, try: advice });
