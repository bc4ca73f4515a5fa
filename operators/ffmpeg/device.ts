import { readdir, stat } from 'node:fs/promises';
import { HpdmError } from '../../dsl/index.js';

/** A kind of device: the system that has it, and what ffmpeg is told before its name. */
interface Kind {
  readonly system?: NodeJS.Platform;
  readonly args?: readonly string[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  lavfi: {},
  v4l2: { system: 'linux' },
  x11grab: { system: 'linux' },
  // Macs refuse the 30000/1001 frames per second that ffmpeg asks for
  avfoundation: { system: 'darwin', args: ['-framerate', '30'] },
  // ffmpeg's usual 3 MB hold one frame, so that frames would be lost
  dshow: { system: 'win32', args: ['-rtbufsize', '256M'] },
  gdigrab: { system: 'win32' },
};
const SYSTEMS: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };
const CAMERAS: Readonly<Record<string, string>> = {
  linux: 'v4l2:/dev/video0',
  darwin: 'avfoundation:0',
  win32: 'dshow:video=NAME',
};
/** The kind and the name: `lavfi:testsrc`, `v4l2:/dev/video0`. */
const DEVICE = new RegExp(`^(${Object.keys(KINDS).join('|')}):(?!//)(.+)$`, 's');

/** Whether a path names a camera, a screen or a test source. */
export const isDevice = (path: string): boolean => DEVICE.test(path);

/**
 * ffmpeg's arguments for a camera, a screen or a test source; undefined if the path names none.
 *
 * fails E_DEVICE when this system has no such devices, or no camera of this name
 */
export async function deviceOf(
  path: string,
  place: string,
  system: NodeJS.Platform = process.platform,
): Promise<readonly string[] | undefined> {
  const [, kind = '', name = ''] = DEVICE.exec(path) ?? [];
  const known = KINDS[kind];
  if (known === undefined) return undefined;
  if (known.system !== undefined && known.system !== system) throw elsewhere(path, place, known.system, system);
  if (kind === 'v4l2') await refuseAbsent(name, place);
  return ['-f', kind, ...(known.args ?? []), '-i', name];
}

/** The fault of a device that ffmpeg cannot open; undefined where it says something else, or the path names none. */
export function unopened(path: string, said: string, place: string): HpdmError | undefined {
  const [, kind, name = ''] = DEVICE.exec(path) ?? [];
  const isSo = [`[${kind} @`, 'Error opening input', `\n${name}: `].some((words) => `\n${said}`.includes(words));
  if (kind === undefined || !isSo) return undefined;
  const [expected, advice] =
    kind === 'lavfi'
      ? ['a test source of ffmpeg with its options', 'path: lavfi:testsrc=size=640x480:rate=25']
      : ['a camera or a screen that ffmpeg can open', 'check its name, and that no other program uses it'];
  return new HpdmError({ code: 'E_DEVICE', path: place, expected, got: `${path}; ffmpeg says: ${said}`, try: advice });
}

function elsewhere(path: string, place: string, its: NodeJS.Platform, here: NodeJS.Platform): HpdmError {
  const [expected, got] = [`a device of ${SYSTEMS[here] ?? here}`, `${path}, which is for ${SYSTEMS[its] ?? its}`];
  return new HpdmError({
    code: 'E_DEVICE',
    path: place,
    expected,
    got,
    try: `path: ${CAMERAS[here] ?? 'lavfi:testsrc'}`,
  });
}

async function refuseAbsent(name: string, place: string): Promise<void> {
  if ((await stat(name).catch(() => undefined)) !== undefined) return;
  const cameras = (await readdir('/dev').catch(() => [])).filter((file) => /^video\d+$/.test(file)).sort();
  const [first] = cameras;
  const got = `no device at ${name}; there ${first === undefined ? 'is no camera' : `are ${cameras.join(', ')}`}`;
  const advice = first === undefined ? 'connect a camera, or try path: lavfi:testsrc' : `path: v4l2:/dev/${first}`;
  throw new HpdmError({ code: 'E_DEVICE', path: place, expected: 'a camera that exists', got, try: advice });
}
