import { closeSync, constants, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readWhole } from '../../operators/video/clips.js';
import { COPY, copiedVideos, copying, WRITING } from './copied-videos.js';
import { entries, run, scratch, spawned, spawnedUntil } from './command-line.js';

const folder = scratch();

const copy = (from: string, out: string, ...more: string[]): string[] => copying(folder, from, out, ...more);

beforeAll(() => copiedVideos(folder, { 'short.mp4': 10 }));

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
