import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TINY } from './pipelines/cli/command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-package-'));
const app = join(folder, 'app');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};
const development = ['typescript', '@types/node'].map((name) => `${name}@${devDependencies[name] ?? 'latest'}`);

/** Run a command in the user's folder to its end. */
function user(command: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: app, encoding: 'utf8' });
  return { status, stdout, stderr };
}
const hpdm = (...args: readonly string[]) => user('npx', 'hpdm', ...args);
const write = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text);
};

let packed: readonly string[] = [];
beforeAll(() => {
  mkdirSync(app);
  execFileSync('npm', ['run', '-s', 'package', '--', '--pack-destination', folder], { stdio: 'ignore' });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  const tarball = join(folder, `hpdm-${version}.tgz`);
  packed = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  write({ 'package.json': '{ "private": true, "type": "module" }', 'tiny.yaml': TINY });
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  expect(user('npm', 'install', ...flags, tarball, ...development)).toMatchObject({ status: 0 });
});

test('the package holds what runs, its declarations, documents, native sources and texts, and no TypeScript to compile', () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      ...['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json', 'docs/language.md'],
      ...[
        'dist/index.js',
        'dist/index.d.ts',
        'dist/operators/tensor/tf.d.ts',
        'dist/pipelines/cli/hpdm.js',
        'dist/page/page.js',
      ],
      ...['pipelines/sample.yaml', 'pipelines/cascades/mnist.yaml', 'docs/examples/stripes/train.yaml'],
      ...['operators/tensor/native/kernels.cc', 'operators/tensor/native/matmul.h', 'pipelines/cli/bin.js'],
    ]),
  );
  const isTypeScript = (path: string): boolean => /(?<!\.d)\.ts$/.test(path) && !path.startsWith('docs/examples/');
  expect(packed.filter(isTypeScript)).toEqual([]);
  expect(packed.filter((path) => /^(test|bench|lint|node_modules|out)\//.test(path))).toEqual([]);
});

describe('the commands, installed without install scripts', () => {
  test('hpdm setup links TensorFlow', () => {
    expect(hpdm('setup')).toMatchObject({ status: 0, stderr: expect.stringMatching(/TensorFlow .* linked/) });
  });

  test("hpdm check finds the package's documents", () => {
    expect(hpdm('check', 'node_modules/hpdm/pipelines/train.yaml')).toMatchObject({ status: 0 });
  });

  test('hpdm studio serves its page, and checks a document', async () => {
    const studio = spawn('npx', ['hpdm', 'studio', 'sample', '--no-open'], { cwd: app, detached: true });
    const [line] = (await once(studio.stdout, 'data')) as [Buffer];
    const url = line.toString().trim();
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('page.js')]);
    expect((await (await fetch(`${url}page.js`)).text()).length).toBeGreaterThan(100_000);
    const { document } = (await (await fetch(`${url}opening`)).json()) as { readonly document: object };
    const body = JSON.stringify({ ...document, values: {}, open: [] });
    const verdict: unknown = await (await fetch(`${url}check`, { method: 'POST', body })).json();
    expect(verdict).toMatchObject({ faults: [], drawing: { folded: ['level'] } });
    const ended = once(studio, 'close');
    process.kill(-(studio.pid ?? 0), 'SIGINT');
    await ended;
  });

  test('hpdm train and hpdm sample compute on TensorFlow and write a video', () => {
    const values = ['cascade=tiny.yaml', 'batch=1', 'warmup=0', 'every=2'].flatMap((value) => ['--set', value]);
    expect(hpdm('train', '--steps', '2', '--out', 'out/tiny', ...values)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('[tensorflow, '),
    });
    const sample = hpdm('sample', '--checkpoint', 'out/tiny', '--count', '1', '--out', 'out/sample.mp4');
    expect(sample).toMatchObject({ status: 0, stderr: expect.stringContaining('[tensorflow, ') });
    // a document with an operator in TypeScript beside it, which needs the checkpoint
    const tinted = ['node_modules/hpdm/docs/examples/tinted.yaml', 'cascade=tiny.yaml', 'checkpoint=out/tiny'];
    expect(hpdm('check', ...tinted)).toMatchObject({ status: 0 });
    expect(existsSync(join(app, 'out/sample.mp4'))).toBe(true);
  });

  test('hpdm doctor measures the backends', () => {
    const { backends } = JSON.parse(hpdm('doctor', '--json').stdout) as {
      readonly backends: readonly { readonly name: string; readonly loads: boolean }[];
    };
    expect(backends).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'tensorflow', loads: true })]));
  });
});

/** A program in plain JavaScript: it samples with a plug-in in TypeScript, then reads a document that is not there. */
const PROGRAM = `
import { HpdmError, load, run, tf } from 'hpdm';
const values = { cascade: 'tiny.yaml', checkpoint: 'out/tiny', count: 1, out: 'out/program.mp4', sheet: 'out/program.png' };
await run(await load('tinted.yaml', values));
const isOurs = await load('nowhere.yaml').catch((error) => error instanceof HpdmError && error.faults[0].code);
const copies = (await load('copies.yaml')).nodes[0].operator.summary;
console.log(JSON.stringify([tf.getBackend(), isOurs, copies]));
`;
/** A plug-in that finds out whether its hpdm is the one that the program imported. */
const COPIES = `
import { HpdmError, source } from 'hpdm';
const { mark }: { mark?: string } = HpdmError as object;
const value = { kind: { name: 'number', tensors: false, release: () => undefined } };
export const copies = source({
  id: 'my.copies',
  summary: mark ?? 'another copy',
  emits: 'one',
  in: {},
  out: { value },
  with: {},
  run: async function* () {
    yield { value: 1 };
  },
});
`;

describe('a program in plain Node', () => {
  beforeAll(() => {
    copyFileSync(resolve('docs/examples/tint.ts'), join(app, 'tint.ts'));
    write({
      'tinted.yaml': readFileSync('docs/examples/tinted.yaml', 'utf8').replace('../..', './node_modules/hpdm'),
      'copies.yaml': 'hpdm: 1\nuse: copies.ts\nnodes: { one: { op: my.copies } }\nout: { value: one.value }\n',
      'copies.ts': COPIES,
      'program.mjs': `import { HpdmError as Error } from 'hpdm';\nError.mark = 'the same';\n${PROGRAM}`,
    });
  });

  test('runs on TensorFlow, says nothing of its own, and shares its copy of hpdm with plug-ins in TypeScript', () => {
    const { status, stdout, stderr } = user('node', 'program.mjs');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '["tensorflow","E_FILE","the same"]\n',
      stderr: '',
    });
    expect(existsSync(join(app, 'out/program.mp4'))).toBe(true);
  });
});

const TYPED = `
import { HpdmError, load, open, run, stream, tf, type RunEvent } from 'hpdm';
import { tint } from './tint.js';
const events: RunEvent[] = [];
const graph = await load('tinted.yaml', { count: 1 }, [tint]);
await run(graph, { backend: 'cpu', onEvent: (event) => events.push(event), onBackend: ({ device }) => device.length });
const running = await open(graph, { seed: 1 });
running.output<tf.Tensor5D>('level.0.video').subscribe(({ shape: [videos, frames] }) => videos * frames);
for await (const video of running.items<tf.Tensor5D>('level.0.video')) video.dispose();
// @ts-expect-error there is no such backend
await run(graph, { backend: 'gpu' });
export const error = new HpdmError({ code: 'X_MINE', expected: 'a', got: 'b', try: 'c' });
export const numbers: Float32Array = stream({ seed: 1, purpose: 'mine' }).normal(3);
`;

describe('a strict TypeScript project with a plug-in, a program and documents', () => {
  const documents = ['enlarge.ts', 'level.ts', 'sample.ts', 'train.ts', 'watch.ts'];
  /** What tsc says of the project. */
  function compiled(options: object): string[] {
    const common = { target: 'ES2022', module: 'NodeNext', declaration: true, outDir: 'out/types', strict: true };
    const strict = { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
    const files = ['tint.ts', 'typed.ts', ...documents];
    write({ 'tsconfig.json': JSON.stringify({ compilerOptions: { ...common, ...strict, ...options }, files }) });
    return user('npx', 'tsc').stdout.trim().split('\n').filter(Boolean);
  }
  beforeAll(() => {
    for (const name of documents) copyFileSync(resolve('docs/examples/typescript', name), join(app, name));
    copyFileSync(resolve('docs/examples/tint.ts'), join(app, 'tint.ts'));
    write({ 'typed.ts': TYPED });
  });

  test.each([
    ['with the types of Node', { lib: ['ES2023'], types: ['node'], skipLibCheck: true }],
    ['with those of browsers alone', { lib: ['ES2023', 'DOM'], types: [], skipLibCheck: true }],
  ])('%s compiles, its own declarations too', (_, options) => {
    expect(compiled(options)).toEqual([]);
  });

  test("that checks libraries too finds nothing in hpdm's declarations, only in those of TensorFlow.js itself", () => {
    const said = compiled({ lib: ['ES2023', 'DOM'], types: ['node'], skipLibCheck: false });
    expect(said.filter((line) => /^\S/.test(line) && !line.startsWith('node_modules/@tensorflow/'))).toEqual([]);
  });

  test('is JavaScript that plain Node runs', () => {
    expect(
      user(
        'node',
        '--eval',
        "import('./out/types/sample.js').then(({ sample }) => sample.document.hpdm === 1 || process.exit(1))",
      ),
    ).toMatchObject({ status: 0 });
  });
});
