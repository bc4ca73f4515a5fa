import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describe as inOneLine, hasCaptions, ownData } from '../../../pipelines/cli/own-data.js';
import { openData } from '../../../operators/clips/open-data.js';
import { greyPng, greyWebp } from '../../operators/clips/media-files.js';
import { run, scratch, TINY } from './command-line.js';

const folder = scratch();
const put = (name: string, content: string | Uint8Array): void => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), content);
};
const CLIPS = ['plain/a', 'plain/b', 'kinds/x/a', 'kinds/y/b', 'kinds/y/c'];
for (const [i, name] of CLIPS.entries()) {
  put(
    `${name}.webp`,
    await greyWebp(
      [...Array(20).keys()].map((k) => 10 * k + i),
      32,
      24,
    ),
  );
}
put('plain/noise.mp4', 'noise'.repeat(99));
put('list.csv', 'path,caption\nplain/a.webp,a cat\nplain/b.webp,\n');
put('classes.yaml', `${TINY}condition: { classes: 3 }\n`);
put('text.yaml', `${TINY}condition: { text: { width: 8, tokens: 4 } }\n`);

const said: string[] = [];
const chosen = (data: string | undefined, cascade?: string, more = {}) =>
  ownData(
    {
      ...more,
      ...(data === undefined ? {} : { data: join(folder, data) }),
      ...(cascade === undefined ? {} : { cascade: join(folder, cascade) }),
    },
    (line) => said.push(line),
  );

describe('the document to train with', () => {
  test('without a data set is that of Moving MNIST', async () => {
    expect((await chosen(undefined)).file).toMatch(/train\.yaml$/);
    await expect(chosen(undefined, undefined, { holdOut: 0.1, flip: 1 })).rejects.toThrow(
      /E_SET[^]*--hold-out, --flip/,
    );
  });

  test('follows from what the clips have: classes, or nothing', async () => {
    const plain = await chosen('plain', undefined, { flip: 0.5 });
    expect(plain.file).toMatch(/train-data\.yaml$/);
    expect(plain.values).toMatchObject({ flip: 0.5, cascade: { condition: { kind: 'none' } } });
    expect(plain.out).toBe('out/plain');
    expect(said.at(-1)).toMatch(/plain: 3 clips \(folder; .*no classes, no captions; condition: none/);
    const kinds = await chosen('kinds');
    expect(kinds.file).toMatch(/train-data-classes\.yaml$/);
    expect(kinds.values).toMatchObject({ cascade: { channels: 3, condition: { kind: 'classes', classes: 2 } } });
  });

  test('says which clips have no class, where the others have one', async () => {
    put('mixed/x/a.webp', await greyPng(1));
    put('mixed/top.webp', await greyPng(2));
    const warned: string[] = [];
    await ownData(
      { data: join(folder, 'mixed') },
      () => undefined,
      (line) => warned.push(line),
    );
    expect(warned).toEqual(['warning: 1 of 2 clips has no class, and it is trained on without one: top.webp']);
  });

  test('follows from captions before classes', async () => {
    const captions = await chosen('list.csv');
    expect(captions.file).toMatch(/train-data-texts\.yaml$/);
    expect(captions.values).toMatchObject({ cascade: { condition: { kind: 'text', width: 512 } } });
  });

  test('is told what one asks for', async () => {
    put('both.csv', 'path,caption,label\nplain/a.webp,a cat,cat\nplain/b.webp,a dog,dog\n');
    const both = async (condition?: string) => {
      const { file, values } = await chosen('both.csv', undefined, condition === undefined ? {} : { condition });
      return [file.replace(/.*\//, ''), (values['cascade'] as { condition: unknown }).condition];
    };
    expect(await both()).toEqual(['train-data-texts.yaml', expect.objectContaining({ kind: 'text' })]);
    expect(await both('classes')).toEqual(['train-data-classes.yaml', { kind: 'classes', classes: 2 }]);
    expect(await both('none')).toEqual(['train-data.yaml', { kind: 'none' }]);
    await expect(chosen('plain', undefined, { condition: 'classes' })).rejects.toThrow(
      /E_DATA_CASCADE[^]*some classes[^]*none[^]*a folder for each class/,
    );
    await expect(chosen('plain', undefined, { condition: 'text' })).rejects.toThrow(
      /E_DATA_CASCADE[^]*without captions/,
    );
    await expect(chosen('kinds', 'tiny.yaml', { condition: 'none' })).rejects.toThrow(/E_SET[^]*leave out --condition/);
    await expect(chosen(undefined, undefined, { condition: 'none' })).rejects.toThrow(/E_SET[^]*--data/);
  });

  test('is refused, with the difference, where the cascade needs what the clips do not have', async () => {
    await expect(chosen('kinds', 'classes.yaml')).rejects.toThrow(/E_DATA_CASCADE[^]*3 classes[^]*one with 2/);
    await expect(chosen('plain', 'classes.yaml')).rejects.toThrow(/E_DATA_CASCADE[^]*one with none/);
    await expect(chosen('plain', 'text.yaml')).rejects.toThrow(/E_DATA_CASCADE[^]*one without captions/);
    expect((await chosen('kinds', 'tiny.yaml')).file).toMatch(/train-data\.yaml$/);
  });
});

test('epochs become steps: of three clips, two passes in batches of two are three steps', async () => {
  const { values } = await chosen('kinds', 'tiny.yaml', { holdOut: 0 });
  expect(values).toMatchObject({ epoch: 3 });
  const dry = (...more: string[]) =>
    run(folder, ['train', '--data', 'kinds', '--cascade', 'tiny.yaml', '--batch', '2', '--dry-run', ...more]);
  expect((await dry('--epochs', '2')).stdout).toMatch(/steps\W+3\b/);
  expect((await dry('--epochs', '20', '--steps', '7')).stdout).toMatch(/steps\W+7\b/);
});

test('previews have the given texts, else captions of the data set', async () => {
  expect((await chosen('list.csv')).values).toMatchObject({ prompts: ['a cat'] });
  expect((await chosen('list.csv', undefined, { previewPrompts: ['a', 'b'] })).values).toMatchObject({
    prompts: ['a', 'b'],
  });
  await expect(chosen('plain', undefined, { previewPrompts: ['a'] })).rejects.toThrow(/E_SET[^]*--preview-prompts/);
});

test('a data set in one line', async () => {
  const data = await openData(join(folder, 'list.csv'), () => undefined);
  expect(inOneLine(data)).toBe('2 clips (captions; still pictures: 0), no classes, 1 caption');
  expect(hasCaptions(data.clips)).toBe(true);
});

test('a folder trains as it is: clips that cannot be read are left out and listed, and a second run finds the others decoded', async () => {
  const train = (out: string) =>
    run(folder, [
      'train',
      '--data',
      'plain',
      '--cascade',
      'tiny.yaml',
      '--batch',
      '2',
      '--steps',
      '2',
      '--out',
      out,
      '--seed',
      '3',
    ]);
  const first = await train('one');
  expect([first.status, first.stderr]).toEqual([0, expect.stringMatching(/noise\.mp4 cannot be read/)]);
  expect(first.stderr).toMatch(/clips left out because they cannot be read: 1 of 3\n.*noise\.mp4/);
  expect((await train('two')).status).toBe(0);
}, 120_000);

test('a list of captions trains a cascade that is told the captions, and measures it on the clips held out', async () => {
  put('texts.yaml', `${TINY}condition: { text: { width: 512, tokens: 4 } }\n`);
  put('told.csv', ['path,caption', ...CLIPS.map((name) => `${name}.webp,a ${name}`), ''].join('\n'));
  const words =
    'train --data told.csv --cascade texts.yaml --batch 2 --steps 2 --hold-out 0.5 --set measure=1 --out told';
  const { status, stderr } = await run(folder, words.split(' '));
  expect([status, stderr]).toEqual([0, expect.stringMatching(/5 captions; condition: text/)]);
  const metrics = readFileSync(join(folder, 'told', 'metrics.jsonl'), 'utf8');
  expect(metrics).toMatch(/heldOut/);
}, 120_000);

test('a run that stops and goes on learns what an uninterrupted one does, with pictures among the clips', async () => {
  put('mixed/still.png', await greyPng(99, 32, 24));
  for (const name of ['a', 'b', 'c'])
    put(`mixed/${name}.webp`, readFileSync(join(folder, 'kinds', name === 'a' ? 'x' : 'y', `${name}.webp`)));
  const train = async (out: string, ...more: string[]): Promise<string> => {
    const words = [
      'train',
      '--data',
      'mixed',
      '--cascade',
      'tiny.yaml',
      '--batch',
      '2',
      '--steps',
      '5',
      '--images',
      '0.3',
      '--flip',
      '0.5',
    ];
    const { status, stderr } = await run(folder, [...words, '--seed', '9', '--out', out, ...more]);
    expect([status, stderr]).toEqual([0, expect.any(String)]);
    return out;
  };
  const weights = (out: string): string =>
    readFileSync(join(folder, out, 'step-0000005', 'model.safetensors')).toString('base64');
  await train('at-once');
  await train('in-parts', '--set', 'left=3');
  await train('in-parts', '--resume');
  expect(weights('in-parts')).toBe(weights('at-once'));
}, 180_000);

test('what is wrong with a data set is said before anything runs', async () => {
  const { status, stderr } = await run(folder, ['train', '--data', 'nothing', '--steps', '1']);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/E_FILE_MISSING[^]*nothing at nothing/)]);
  const short = await run(folder, [
    'train',
    '--data',
    'plain',
    '--steps',
    '1',
    '--batch',
    '1',
    '--out',
    'three',
    '--fps',
    '4',
  ]);
  expect([short.status, short.stderr]).toEqual([
    2,
    expect.stringMatching(/E_CLIPS[^]*at least 16 frames[^]*--short hold/),
  ]);
}, 120_000);

test('the names of classes are kept in the checkpoint, shown, and sampled by', async () => {
  put('two.yaml', `${TINY}condition: { classes: 2 }\n`);
  const args = [
    'train',
    '--data',
    'kinds',
    '--cascade',
    'two.yaml',
    '--steps',
    '1',
    '--batch',
    '1',
    '--out',
    'named',
    '-q',
  ];
  expect(await run(folder, args)).toMatchObject({ status: 0 });
  expect((await run(folder, ['runs', 'named'])).stdout).toMatch(/\nclasses of named: 0: x, 1: y\n$/);
  expect((await run(folder, ['export', 'named', 'named.safetensors'])).status).toBe(0);
  for (const checkpoint of ['named', 'named.safetensors']) {
    const sample = ['sample', '--checkpoint', checkpoint, '--out', 'y.gif', '-q', '--class'];
    expect((await run(folder, [...sample, 'z'])).stderr).toMatch(/--class {2}E_SET[^]*got +z\n/);
    expect(await run(folder, [...sample, 'y'])).toMatchObject({ status: 0 });
    const record = JSON.parse(readFileSync(join(folder, 'y.json'), 'utf8')) as { readonly parameters: object };
    expect(record.parameters).toMatchObject({ labels: [1] });
  }
}, 120_000);

test.each(['1', '1.5', '-0.1', 'x', ''])('a share of %j is not held out of training', async (share) => {
  expect(await run(folder, ['train', '--data', 'kinds', '--hold-out', share])).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/--hold-out[^]*expected a share from 0 to less than 1, such as 0\.1/),
  });
});
