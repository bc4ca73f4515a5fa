import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { entries, run, scratch, TINY, type Ended } from './command-line.js';

const folder = scratch();
const root = process.cwd();
writeFileSync(join(folder, 'wrong.yaml'), 'hpdm: 1\nnodes: { clip: { op: video.reed, with: { path: a.mp4 } } }\n');
writeFileSync(join(folder, 'odd.yaml'), TINY.replace('heads: 2', 'heads: 3'));

test('a document, and a cascade, with nothing wrong', async () => {
  expect(await run(folder, ['check', join(root, 'pipelines/train.yaml')])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/train\.yaml: \d+ nodes, nothing wrong\n$/),
  });
  expect(await run(folder, ['check', 'tiny.yaml'])).toMatchObject({
    status: 0,
    stdout: 'tiny.yaml: 2 levels, 2 blocks, nothing wrong\n',
  });
});

test('what is wrong is said, and the exit code is 2', async () => {
  expect(await run(folder, ['check', 'wrong.yaml'])).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/wrong\.yaml:2:\d+ {2}nodes\.clip\.op {2}E_OPERATOR_UNKNOWN[^]*video\.read/),
  });
  expect(await run(folder, ['check', 'odd.yaml'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/E_CASCADE/),
  });
});

test('a document that needs more memory than it allows is wrong, as it is for run', async () => {
  writeFileSync(
    join(folder, 'small.yaml'),
    `hpdm: 1\nextends: ${join(root, 'pipelines/train.yaml')}\nlimits: { memory: 1MiB }\n`,
  );
  const checked = await run(folder, ['check', 'small.yaml', '--set', 'cascade=tiny.yaml']);
  expect(checked).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/small\.yaml {2}limits\.memory {2}E_MEMORY[^]*at most 1\.00 MiB/),
  });
  const ran = await run(folder, ['run', 'small.yaml', '--set', 'cascade=tiny.yaml']);
  expect(ran).toMatchObject({ status: 2, stderr: checked.stderr });
  expect(entries(folder)).not.toContain('out');
});

test('without the values that a run needs, the rest is checked, and they are named', async () => {
  const right = await run(folder, ['check', 'transcode']);
  expect(right).toMatchObject({ status: 0, stdout: expect.stringMatching(/nothing wrong; a run needs in=<path>\n$/) });
  const wrong = await run(folder, ['check', 'transcode', 'crf=99']);
  expect(wrong).toMatchObject({ status: 2, stderr: expect.stringMatching(/params\.crf {2}E_PARAM_TYPE/) });
  expect(wrong.stderr).not.toContain('E_PARAM_MISSING');
  // the copies of a repeated node are not known then, and nothing is said of what they read
  writeFileSync(
    join(folder, 'open.yaml'),
    `extends: ${join(root, 'pipelines/sample.yaml')}\nparams: { cascade: { default: null } }\n`,
  );
  const open = await run(folder, ['check', 'open.yaml']);
  expect(open).toMatchObject({ status: 0, stdout: expect.stringMatching(/a run needs cascade=<cascade file>/) });
});

test('a value that a node of a sub-graph lacks is wrong', async () => {
  writeFileSync(
    join(folder, 'inner.yaml'),
    `hpdm: 1
nodes: { a: { graph: part } }
graphs:
  part:
    params: { in: { type: path } }
    nodes:
      clip: { op: video.read, with: { path: '\${in}' } }
      file: { op: video.write, in: { frames: clip.frames }, with: { path: a.mp4 } }
`,
  );
  expect(await run(folder, ['check', 'inner.yaml'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/E_PARAM_MISSING/),
  });
});

test('a video that is not there yet does not make a document wrong: it is named once; one that is no video does', async () => {
  const copies = ['a', 'b'].map(
    (name) => `  ${name}: { op: video.read, with: { path: later.mp4 } }
  ${name}file: { op: video.write, in: { frames: ${name}.frames }, with: { path: ${name}.mkv } }\n`,
  );
  writeFileSync(join(folder, 'later.yaml'), `hpdm: 1\nnodes:\n${copies.join('')}`);
  expect(await run(folder, ['check', 'later.yaml'])).toMatchObject({
    status: 0,
    stdout: 'later.yaml: 4 nodes, nothing wrong; a run needs more: no file at later.mp4\n',
  });
  expect(await run(folder, ['run', 'later.yaml'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/later\.yaml:3:\d+ {2}nodes\.a\.with\.path {2}E_FILE_MISSING/),
  });
  writeFileSync(join(folder, 'later.mp4'), '');
  expect(await run(folder, ['check', 'later.yaml'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/E_FILE_EMPTY/),
  });
});

test('a checkpoint of another cascade is wrong, as it is for run; one that is not there yet is named', async () => {
  const checked = await run(folder, ['check', 'sample', 'checkpoint=emoji']);
  expect(checked).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/emoji\.safetensors[^]*E_CHECKPOINT_OTHER[^]*try +sample with the cascade/),
  });
  expect(await run(folder, ['run', 'sample', 'checkpoint=emoji'])).toMatchObject({
    status: 2,
    stderr: checked.stderr,
  });
  expect(await run(folder, ['check', 'sample', 'checkpoint=nowhere'])).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/nothing wrong; a run needs more: no checkpoint in nowhere\n$/),
  });
  expect(await run(folder, ['run', 'sample', 'checkpoint=nowhere'])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/nowhere[^]*E_CHECKPOINT_MISSING[^]*try .*train one/),
  });
});

test('with --json the faults are data, and nothing else is said', async () => {
  const { status, stdout, stderr } = await run(folder, ['check', 'wrong.yaml', '--json']);
  expect([status, stderr]).toEqual([2, '']);
  expect(JSON.parse(stdout)).toMatchObject({ faults: [{ code: 'E_OPERATOR_UNKNOWN', path: 'nodes.clip.op' }] });
  const right = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await run(folder, ['check', ...args, '--json'])).stdout);
  expect(await right('tiny.yaml')).toEqual({ faults: [], needs: [] });
  expect(await right('transcode')).toEqual({ faults: [], needs: ['in=<path>'] });
  expect(await right('transcode', 'in=none.mp4')).toEqual({ faults: [], needs: ['no file at none.mp4'] });
});

test('an encoder that ffmpeg does not have is wrong, and one that the container does not take', async () => {
  const file =
    "read: { op: video.read, with: { path: 'lavfi:testsrc' } }\n  file: { op: video.write, in: { frames: read.frames }";
  const checked = (path: string, codec: string): Promise<Ended> => {
    writeFileSync(
      join(folder, 'codec.yaml'),
      `hpdm: 1\nnodes:\n  ${file}, with: { path: ${path}, codec: ${codec} } }\n`,
    );
    return run(folder, ['check', 'codec.yaml']);
  };
  expect(await checked('a.mp4', 'libx246')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/with\.codec {2}E_CODEC[^]*libx246[^]*did you mean "libx264"/),
  });
  const codec = await checked('a.webm', 'h264');
  expect(codec).toMatchObject({ status: 2, stderr: expect.stringMatching(/E_CODEC[^]*try +codec: libvpx-vp9/) });
  expect(await checked('a.mp4', 'h265')).toMatchObject({ status: 0 });
});

test('a cascade takes no --set', async () => {
  expect(await run(folder, ['check', 'tiny.yaml', '--set', 'a=1'])).toMatchObject({ status: 2 });
});
