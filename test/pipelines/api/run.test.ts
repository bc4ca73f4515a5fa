import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compiledUrl, program } from '../../program.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-api-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
let index: string;
beforeAll(async () => {
  index = await compiledUrl('index.ts');
});

/** A clip of digits as a video file: a graph with tensors. */
const DIGITS = `{ hpdm: 1, nodes: {
  digits: { op: 'video.moving-digits', with: { batch: 1, until: 1 } },
  frames: { op: 'video.frames', in: { video: 'digits.video' } },
  file: { op: 'video.write', in: { frames: 'frames.frames' }, with: { path: '${join(folder, 'digits.mp4')}' } },
} }`;
/** A copy of that file, frame by frame: a graph without. */
const COPY = `{ hpdm: 1, nodes: {
  clip: { op: 'video.read', with: { path: '${join(folder, 'digits.mp4')}' } },
  file: { op: 'video.write', in: { frames: 'clip.frames' }, with: { path: '${join(folder, 'copy.mp4')}' } },
} }`;

/** A backend that cannot be loaded. */
const NONE = { HPDM_BACKEND: 'no such one' };

/** What a program says of its run. */
interface Answer {
  /** Backends that `onBackend` was called with. */
  readonly said?: readonly string[];
  readonly failure?: string;
  /** TensorFlow.js's backend at the end. */
  readonly current?: string;
}

/** Run lines that import hpdm in a process of their own, where no backend was chosen before. */
function fresh(lines: string, env: Readonly<Record<string, string>> = {}) {
  const text = `
    import { load, open, run, tf } from ${JSON.stringify(index)};
    const said = [];
    const onBackend = ({ name }) => said.push(name);
    const failure = await (async () => { ${lines} })().then(() => undefined, ({ message }) => message);
    console.log(JSON.stringify({ said, failure, current: tf.getBackend() }));`;
  const { stdout, stderr } = program(text, { env: { HPDM_BACKEND: undefined, TF_CPP_MIN_LOG_LEVEL: '2', ...env } });
  const answer = stdout.split('\n').find((line) => line.startsWith('{"said"'));
  return { ...(JSON.parse(answer ?? '{}') as Answer), stdout, stderr };
}

describe('run(graph), in a program', () => {
  test('computes on the backend that the commands take, and says nothing', () => {
    const { current, stdout, stderr } = fresh(`await run(await load(${DIGITS}));`);
    expect({ current, stderr }).toEqual({ current: 'tensorflow', stderr: '' });
    expect(stdout).not.toContain('TensorFlow.js in Node.js');
    expect(existsSync(join(folder, 'digits.mp4'))).toBe(true);
  });

  test('takes the backend it is told, and HPDM_BACKEND where it is told nothing', () => {
    const one = fresh(`await run(await load(${DIGITS}), { backend: 'cpu', onBackend });`);
    expect(one).toMatchObject({ said: ['cpu'], current: 'cpu', stderr: '' });
    expect(one.stdout).not.toContain('TensorFlow.js in Node.js');
    expect(fresh(`await run(await load(${DIGITS}), { onBackend });`, { HPDM_BACKEND: 'wasm' })).toMatchObject({
      said: ['wasm'],
      current: 'wasm',
    });
  });

  test('refuses a backend that does not exist, before anything runs', () => {
    const { failure, said } = fresh(`await run(await load(${DIGITS}), { backend: 'gpu', onBackend });`);
    expect(failure).toMatch(/E_BACKEND_NAME[^]*"gpu"/);
    expect(said).toEqual([]);
  });

  test('refuses a graph that needs more memory than its document allows, before a backend is loaded', () => {
    const graph = `{ ...${DIGITS}, limits: { memory: '1KiB' } }`;
    const { failure, said } = fresh(`await run(await load(${graph}), { onBackend });`, NONE);
    expect(failure).toMatch(/limits\.memory {2}E_MEMORY[^]*at most 1\.00 KiB[^]*in digits/);
    expect(said).toEqual([]);
  });

  test('refuses wrong options, also for a graph without tensors', () => {
    const { failure, said } = fresh(`await run(await load(${COPY}), { backend: 'gpu', onBackend });`);
    expect(failure).toMatch(/E_BACKEND_NAME[^]*"gpu"/);
    expect(said).toEqual([]);
    const opened = fresh(`await open(await load(${COPY}), { seed: -1, sed: 3 });`);
    expect(opened.failure).toMatch(/E_OPTION[^]*did you mean "seed"[^]*seed {2}E_OPTION/);
    expect(existsSync(join(folder, 'copy.mp4'))).toBe(false);
  });

  test('loads none for a graph without tensors', () => {
    const { said, failure } = fresh(`await run(await load(${COPY}), { onBackend });`, NONE);
    expect({ said, failure }).toEqual({ said: [], failure: undefined });
    expect(existsSync(join(folder, 'copy.mp4'))).toBe(true);
  });
});

test('open(graph) chooses the backend by the same rule before anything flows', () => {
  const { said } = fresh(
    `const running = await open(await load(${DIGITS}), { onBackend });
     said.push(tf.getBackend());
     for await (const _ of running.items('digits.video')) said.push(tf.getBackend());`,
  );
  expect(said).toEqual(['tensorflow', 'tensorflow', 'tensorflow']);
});
