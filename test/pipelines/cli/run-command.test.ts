import { closeSync, constants, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { children, ffmpeg, readWhole } from '../../operators/video/clips.js';
import { type Ended, entries, run, scratch, spawned, spawnedUntil } from './command-line.js';

const folder = scratch();

/** No tensors: frames go from one ffmpeg to another. */
const COPY = `hpdm: 1
about: Copy a video.
params:
  in: { type: path }
  out: { type: path }
  fps: { type: number, default: 25 }
nodes:
  source: { op: video.read, with: { path: '\${in}' } }
  file: { op: video.write, in: { frames: source.frames }, with: { path: '\${out}', fps: '\${fps}' } }
`;
/** Frames of `long.mp4`: seconds of work. */
const LONG = 1000;
/** Frames of `middle.mp4`, for runs that are not cut short. */
const MIDDLE = 400;
/** The copy is under way: both ffmpegs run. */
const WRITING = /"node":"file","done":\d/;

const copy = (from: string, out: string, ...more: string[]): string[] => {
  const values = [`in=${join(folder, from)}`, `out=${out}`].flatMap((value) => ['--set', value]);
  return ['run', 'copy.yaml', ...values, ...more];
};
const interrupted = (out: string, then: (child: ChildProcess) => void, clip = 'long.mp4'): Promise<Ended> =>
  spawnedUntil(folder, copy(clip, out, '--events', '-'), WRITING, then);
/** Any ffmpeg, alive or dead, that has to do with the folder of these tests. */
const ffmpegs = (): string[] =>
  execFileSync('ps', ['-A', '-o', 'stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((row) => /ffmpeg/.test(row) && row.includes(folder));

beforeAll(async () => {
  writeFileSync(join(folder, 'copy.yaml'), COPY);
  const source = (seconds: number): string[] => [
    '-f',
    'lavfi',
    '-i',
    `testsrc=size=320x240:rate=25:duration=${seconds}`,
  ];
  await ffmpeg(...source(LONG / 25), '-preset', 'ultrafast', join(folder, 'long.mp4'));
  await ffmpeg(...source(MIDDLE / 25), '-preset', 'ultrafast', join(folder, 'middle.mp4'));
  await ffmpeg(...source(0.4), join(folder, 'short.mp4'));
});

describe('hpdm run, without tensors', () => {
  test('transcode takes every input of video.read: numbered pictures, a test source', async () => {
    const transcode = (from: string, out: string, ...more: string[]) =>
      run(folder, ['run', 'transcode', `in=${from}`, `out=${out}`, ...more, '-q']);
    expect(await transcode('lavfi:testsrc=s=64x48:r=10:d=1', 'shot/%04d.png')).toMatchObject({ status: 0 });
    expect(await transcode('shot/%04d.png', 'shot.mkv', 'fps=10')).toMatchObject({ status: 0 });
    expect(await readWhole({ path: join(folder, 'shot.mkv') })).toMatchObject({ count: 10, width: 64, height: 48 });
  });

  test('copies a video and loads no backend, not even to complain of it', async () => {
    const { status, stderr } = spawned(folder, copy('short.mp4', 'copied.mp4'), { HPDM_BACKEND: 'none of these' });
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('[no tensors]') });
    expect(await readWhole({ path: join(folder, 'copied.mp4') })).toMatchObject({ count: 10, width: 320, height: 240 });
  });

  test('with tensors, the backend is loaded and said', async () => {
    const document = join(folder, 'enlarge.yaml');
    const there = '  tensor: { op: video.tensor, in: { frames: source.frames } }\n';
    const back = '  back: { op: video.frames, in: { video: tensor.video } }\n';
    const file = '  file: { op: video.write, in: { frames: ';
    writeFileSync(document, COPY.replace(`${file}source.`, `${there}${back}${file}back.`));
    const args = copy('short.mp4', 'tensors.mp4').map((arg) => arg.replace('copy.yaml', document));
    expect(await run(folder, [...args, '--backend', 'cpu'])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('[cpu, '),
    });
    const wrong = await run(folder, args, { HPDM_BACKEND: 'gpu' });
    expect(wrong).toMatchObject({ status: 2, stderr: expect.stringMatching(/E_BACKEND_NAME[^]*"gpu"[^]*try +/) });
  });
});

describe('hpdm run, at its end', () => {
  test('lists what it wrote: size, frames, length', async () => {
    const { stderr, stdout } = await run(folder, copy('short.mp4', 'listed.mp4'));
    expect(stderr).toMatch(/\nwrote listed\.mp4 +[\d.]+ KiB {2}10 frames, 0\.4 s, 320×240\n$/);
    expect(stdout).toBe('');
  });

  test('--json gives the same as fields, and a plan for --dry-run', async () => {
    const { stdout } = await run(folder, copy('short.mp4', 'listed.mp4', '--json'));
    const facts = { frames: 10, seconds: 0.4, width: 320, height: 240 };
    expect(JSON.parse(stdout)).toEqual({
      device: 'no tensors',
      seconds: expect.any(Number),
      files: [{ node: 'file', path: 'listed.mp4', bytes: expect.any(Number), facts }],
      faults: [],
    });
    const planned = await run(folder, copy('short.mp4', 'planned.mp4', '--json', '--dry-run'));
    expect(JSON.parse(planned.stdout)).toMatchObject({ plan: { nodes: expect.anything() } });
    expect(entries(folder)).not.toContain('planned.mp4');
  });

  test('--json has the faults of a document that is wrong, with exit code 2', async () => {
    const { status, stdout } = await run(folder, copy('none.mp4', 'listed.mp4', '--json'));
    expect({ status, json: JSON.parse(stdout) as unknown }).toMatchObject({
      status: 2,
      json: { faults: [{ code: 'E_FILE_MISSING' }] },
    });
  });

  test('--json and a video that both go to standard output are refused', async () => {
    const { status, stderr, stdout } = await run(folder, [...copy('short.mp4', 'pipe:1', '--json'), '--set', 'fps=3']);
    expect({ status, text: stdout + stderr }).toMatchObject({
      status: 2,
      text: expect.stringMatching(/E_OUTPUT_PATH|E_EVENTS_FILE/),
    });
  });

  test('a recording that Ctrl-C ended is listed', async () => {
    const document = join(folder, 'record.yaml');
    writeFileSync(
      document,
      COPY.replace("'${in}' }", "'lavfi:testsrc=s=64x48:r=25' }").replace('  in: { type: path }\n', ''),
    );
    const args = ['run', 'record.yaml', '--set', 'out=recording.mkv', '--events', '-'];
    const { status, stderr, stdout } = await spawnedUntil(folder, args, WRITING, (child) => child.kill('SIGINT'));
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/\nwrote recording\.mkv .*frames/),
    });
    expect(stdout).toMatch(/"type":"wrote","node":"file","path":"recording.mkv"/);
  });

  test('the second Ctrl-C cancels a recording that cannot be completed', async () => {
    // a pipe that is never read: its writer waits for ever with what does not fit into it
    const pipe = join(folder, 'stuck.y4m');
    execFileSync('mkfifo', [pipe]);
    const unread = openSync(pipe, constants.O_RDWR);
    const nodes = {
      camera: { op: 'video.read', with: { path: 'lavfi:testsrc=s=640x480:r=25', chunk: 1 } },
      file: { op: 'video.write', in: { frames: 'camera.frames' }, with: { path: pipe, mode: 'event' } },
    };
    writeFileSync(join(folder, 'stuck.json'), JSON.stringify({ hpdm: 1, nodes }));
    const { status, stderr } = await spawnedUntil(
      folder,
      ['run', 'stuck.json', '--events', '-'],
      /"node":"file","done":\d/,
      (child) => {
        child.stderr?.on('data', (said: Buffer) => said.toString().includes('stopping') && child.kill('SIGINT'));
        child.kill('SIGINT');
      },
    );
    closeSync(unread);
    expect({ status, stderr }).toMatchObject({ status: 130, stderr: expect.stringMatching(/stopping[^]*cancelled/) });
  });
});

describe('hpdm run, wrong input: exit code 2, said with what to try, nothing written', () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'text.mp4'), 'this is no video\n');
    writeFileSync(join(folder, 'empty.mp4'), '');
    mkdirSync(join(folder, 'clean'));
  });

  test.each([
    ['no document', ['run', 'nowhere.yaml'], /nowhere\.yaml[^]*E_FILE[^]*no such file[^]*try +check the path/],
    ['no video', copy('none.mp4', 'clean/x.mp4'), /E_FILE_MISSING[^]*none\.mp4[^]*try +/],
    ['a text file named .mp4', copy('text.mp4', 'clean/x.mp4'), /E_NOT_VIDEO[^]*text\.mp4[^]*try +check that it plays/],
    ['an empty file', copy('empty.mp4', 'clean/x.mp4'), /E_FILE_EMPTY[^]*empty\.mp4[^]*try +/],
    [
      'an unknown name',
      copy('short.mp4', 'clean/x.mp4', '--set', 'fbs=3'),
      /E_PARAM_UNKNOWN[^]*fbs[^]*did you mean "fps"/,
    ],
    ['a wrong type', copy('short.mp4', 'clean/x.mp4', '--set', 'fps=fast'), /fps[^]*number[^]*fast/],
    ['a value without a name', copy('short.mp4', 'clean/x.mp4', '--set', 'fps'), /E_SET[^]*name=value[^]*try +fps=/],
    [
      'a missing value',
      ['run', 'copy.yaml', '--set', 'out=clean/x.mp4'],
      /params\.in[^]*E_PARAM_MISSING[^]*try +--set in=/,
    ],
    ['a path below a file', copy('short.mp4', 'text.mp4/x.mp4'), /E_FOLDER[^]*part of the path is a file[^]*try +/],
    [
      'events below a file',
      copy('short.mp4', 'clean/x.mp4', '--events', 'text.mp4/e'),
      /E_EVENTS_FILE[^]*text\.mp4\/e[^]*try +/,
    ],
  ])('%s', async (_, args, says) => {
    const before = entries(folder);
    const { status, stderr } = await run(folder, args);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/\n +at /); // a stack is for us, not for the user
    expect(status).toBe(2);
    expect([entries(folder), entries(join(folder, 'clean'))]).toEqual([before, []]);
  });
});

describe('hpdm run, ended before its time: the output is whole or absent, and no ffmpeg stays', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('%s: exit code 130, and an older video stays as it was', async (signal) => {
    const out = join(folder, signal);
    mkdirSync(out);
    writeFileSync(join(out, 'video.mp4'), 'older');
    const { status, stderr } = await interrupted(`${signal}/video.mp4`, (child) => child.kill(signal));
    expect({ status, stderr }).toMatchObject({ status: 130, stderr: expect.stringContaining('cancelled') });
    expect(readFileSync(join(out, 'video.mp4'), 'utf8')).toBe('older');
    expect([entries(out), ffmpegs()]).toEqual([['video.mp4'], []]);
  });

  test.each([
    ['reads', /pipe:1$/],
    ['writes', /\.part-/],
  ])('the ffmpeg that %s is killed: exit code 3', async (out, which) => {
    mkdirSync(join(folder, out));
    const { status, stderr } = await interrupted(`${out}/video.mp4`, ({ pid = 0 }) => {
      const found = children(pid).filter(({ args }) => which.test(args));
      expect(found).toHaveLength(1);
      process.kill(found[0]?.pid ?? 0, 'SIGKILL');
    });
    expect(stderr).toMatch(/E_FFMPEG[^]*killed by SIGKILL[^]*try +/);
    expect(status).toBe(3);
    expect([entries(join(folder, out)), ffmpegs()]).toEqual([[], []]);
  });

  test('SIGKILL: nothing under the final name; the next run sweeps what was left', async () => {
    const out = join(folder, 'swept');
    mkdirSync(out);
    const { status } = await interrupted('swept/video.mp4', (child) => child.kill('SIGKILL'));
    expect(status).toBeNull();
    expect(entries(out)).toEqual([expect.stringMatching(/^\.video\.mp4\.part-\d+-/)]);
    expect(await run(folder, copy('short.mp4', 'swept/video.mp4'))).toMatchObject({ status: 0 });
    expect(entries(out)).toEqual(['video.mp4']);
  });

  test('a second run to the same name leaves the first, which still writes, alone', async () => {
    const out = join(folder, 'shared');
    mkdirSync(out);
    const first = await interrupted(
      'shared/video.mp4',
      (child) => {
        child.kill('SIGSTOP');
        const second = spawned(folder, copy('short.mp4', 'shared/video.mp4'));
        const left = entries(out);
        child.kill('SIGCONT');
        expect(second).toMatchObject({ status: 0 });
        expect(left).toEqual([expect.stringContaining(`.video.mp4.part-${child.pid ?? 0}-`), 'video.mp4']);
      },
      'middle.mp4',
    );
    expect(first).toMatchObject({ status: 0 });
    expect(entries(out)).toEqual(['video.mp4']);
    expect((await readWhole({ path: join(out, 'video.mp4'), size: [24, 32] })).count).toBe(MIDDLE);
  });

  test('the reader of the events goes away: exit code 3, said, nothing left', async () => {
    mkdirSync(join(folder, 'unread'));
    const { status, stderr } = await interrupted('unread/video.mp4', (child) => child.stdout?.destroy());
    expect({ status, stderr }).toMatchObject({ status: 3, stderr: expect.stringMatching(/E_EVENTS[^]*try +/) });
    expect([entries(join(folder, 'unread')), ffmpegs()]).toEqual([[], []]);
  });

  test('the reader of the progress goes away: the run goes on', async () => {
    const { status } = await interrupted('unseen.mp4', (child) => child.stderr?.destroy(), 'middle.mp4');
    expect(status).toBe(0);
    expect(entries(folder)).toContain('unseen.mp4');
  });

  (existsSync('/dev/full') ? test : test.skip)('no room for the events: exit code 3, nothing left', () => {
    mkdirSync(join(folder, 'full'));
    const { status, stderr } = spawned(folder, copy('long.mp4', 'full/video.mp4', '--events', '/dev/full'));
    expect({ status, stderr }).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/E_EVENTS[^]*ENOSPC[^]*try +/),
    });
    expect(entries(join(folder, 'full'))).toEqual([]);
  });
});
