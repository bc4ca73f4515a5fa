import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hasBf16 } from '../bf16.js';
import { ffmpeg } from '../operators/video/clips.js';
import { entries, run, scratch, TINY } from '../pipelines/cli/command-line.js';
import { commandsIn, documented, exampled, type CommandLine } from './command-lines.js';

const folder = scratch();
const at = (name: string): string => join(folder, name);

/** Commands that are not run here, and why; their flags are looked up in their `--help`. */
const NOT_RUN: Readonly<Record<string, string>> = {
  start: 'samples with the weights that come with hpdm; test/pipelines/cli/start-command.test.ts and .ci/run run it',
  setup: 'changes the machine; test/pipelines/cli/setup-command.test.ts runs it',
  doctor: 'measures every backend; test/pipelines/cli/doctor-command.test.ts runs it',
  'data emoji': 'downloads 200 MB',
  studio: 'serves until it is stopped; test/pipelines/cli/studio-command.test.ts runs it',
  farm: 'needs a server; test/pipelines/cli/farm runs it',
  lsp: 'serves an editor; test/pipelines/cli/lsp-command.test.ts runs it',
};
/** Commands that compute for long: they are checked and planned to the end, and not run. */
const DRY = ['run', 'sample', 'train', 'evaluate', 'compare'];

/** A document and a cascade that examples call mine.yaml. */
const MINE = `extends: ${resolve('pipelines/train.yaml')}\nparams: { out: { default: out/mine } }\n`;
const reasonOf = ([name = '', second = '']: readonly string[]): string | undefined =>
  NOT_RUN[name] ?? NOT_RUN[`${name} ${second}`];

/** A checkpoint of one step in `out/NAME`. */
async function trained(name: string, ...command: string[]): Promise<void> {
  const values = ['batch=1', 'steps=1', 'preview=0', `out=out/${name}`];
  expect(await run(folder, [...command, ...values.flatMap((value) => ['--set', value])])).toMatchObject({ status: 0 });
}

/** What the examples talk about: videos, captions, checkpoints, a document of README.md. */
beforeAll(async () => {
  symlinkSync(resolve('pipelines'), at('pipelines'));
  for (const name of ['my-videos', 'out', 'data/emoji']) mkdirSync(at(name), { recursive: true });
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=8:duration=3', at('my-videos/one.mp4'));
  for (const name of ['cat', 'small', 'a', 'clip']) cpSync(at('my-videos/one.mp4'), at(`${name}.mp4`));
  writeFileSync(at('captions.csv'), 'path,caption\nmy-videos/one.mp4,a test\n');
  writeFileSync(at('data/emoji/captions.csv'), 'path,caption\n../../my-videos/one.mp4,polar bear\n');
  await trained('mnist', 'train');
  await trained('mnist-classes', 'run', 'train-classes');
  writeFileSync(at('texts.yaml'), `${TINY}condition: { text: { tokens: 1, width: 512 } }\n`);
  await trained('emoji', 'train', '--data', 'data/emoji/captions.csv', '--cascade', 'texts.yaml');
  await trained('emoji-coarse', 'train', '--data', 'data/emoji', '--take', 'whole', '--cascade', 'emoji-coarse');
  cpSync(at('out/mnist/step-0000001'), at('out/mnist/step-0006000'), { recursive: true });
  for (const name of ['mine', 'coarse', 'my-videos', 'lamb'])
    cpSync(at('out/mnist'), at(`out/${name}`), { recursive: true });
  for (const name of ['mnist', 'mine'])
    cpSync(at('out/mnist/step-0000001/model.safetensors'), at(`${name}.safetensors`));
  for (const name of ['fox', 'moving-mnist']) {
    const quick = [
      '--checkpoint',
      'out/mnist',
      '--count',
      '1',
      '--until-level',
      '0',
      '--steps',
      '1',
      '--out',
      `out/${name}.y4m`,
    ];
    expect(await run(folder, ['sample', ...quick])).toMatchObject({ status: 0 });
  }
  // a sampling of it that was stopped
  mkdirSync(at('out/.long.mp4.unfinished'));
  cpSync(at('out/fox.json'), at('out/.long.mp4.unfinished/record.json'));
  const [, enlarge = ''] = /```yaml\n(hpdm: 1\nabout: Enlarge[^]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  writeFileSync(at('enlarge.yaml'), enlarge);
  for (const name of ['few-steps', 'many-steps'])
    writeFileSync(at(`${name}.yaml`), `extends: ${resolve('docs/examples/half-the-steps.yaml')}\n`);
});

/** What the command lines find, and what `hpdm data` draws. */
const before = ['fox.png', 'moving-mnist.png', 'my-videos.png'];

/** A line as this machine can run it: in float32 where it has no bfloat16. */
const asHere = (words: readonly string[]): readonly string[] =>
  hasBf16 ? words : words.map((word) => word.replace(/^(precision=)?bf16$/, '$1float32'));

/** Nothing is wrong with a line: it runs, or would. */
async function expectRight(line: CommandLine): Promise<void> {
  const words = asHere(line.words);
  const [name = ''] = words;
  writeFileSync(at('mine.yaml'), name === 'run' ? MINE : TINY);
  if (reasonOf(words) !== undefined) {
    const { stdout } = await run(folder, [...words.filter((word) => /^[a-z]+$/.test(word)), '--help']);
    for (const flag of words.filter((word) => word.startsWith('-'))) expect(stdout).toContain(flag);
    return;
  }
  const asked = name === 'train' || name === 'run' ? anew(words) : words;
  const { status, stdout, stderr } = await run(folder, DRY.includes(name) ? [...asked, '--dry-run'] : asked);
  // tables of the paper train in bfloat16 unless they are told otherwise
  if (!hasBf16 && name === 'run' && status === 3 && stderr.includes('E_PRECISION')) return;
  expect({ status, text: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, text: '' });
}

/**
 * A training that begins anew, in the place of the run of one step that is there for commands that read it. It goes on with the very settings
 * of its run alone, which test/pipelines/resume.slow.test.ts has.
 */
function anew(words: readonly string[]): readonly string[] {
  const [name, document = ''] = words;
  const overwrite = name === 'train' ? ['--overwrite'] : /(^|\/)(train|mine)/.test(document) ? ['overwrite=true'] : [];
  return [...words.filter((word) => !['--resume', '--overwrite', '--dry-run'].includes(word)), ...overwrite];
}

describe('every command line can be copied', () => {
  test.each(documented().map((line) => [`${line.where} ${line.words.join(' ')}`, line] as const))('%s', (_, line) =>
    expectRight(line),
  );

  test('in the --help of every command', async () => {
    const helpOf = async (...names: string[]): Promise<string> => (await run(folder, [...names, '--help'])).stdout;
    const overview = await helpOf();
    const lines = exampled('hpdm --help', overview);
    for (const name of commandsIn(overview)) {
      const examples = exampled(`hpdm ${name} --help`, await helpOf(name));
      expect([name, examples.length > 1]).toEqual([name, true]);
      lines.push(...examples);
    }
    const faults: string[] = [];
    for (const line of lines)
      await expectRight(line).catch((error: unknown) =>
        faults.push(`${line.where}: ${line.words.join(' ')}\n${String(error)}`),
      );
    expect(faults).toEqual([]);
  });

  test('and the dry runs left nothing', () => {
    expect(
      entries(at('out'))
        .filter((name) => /\.(mp4|gif|webp|png)$/.test(name))
        .sort(),
    ).toEqual(before);
  });
});
