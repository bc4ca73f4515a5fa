import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { builtIn } from '../../../../pipelines/built-in.js';
import { jobsOfDocument } from '../../../../pipelines/cli/farm/document-of-jobs.js';
import { scratch } from '../command-line.js';
import { MANY } from './many-documents.js';

const folder = scratch();
const file = join(folder, 'many.yaml');
const asked = { file, set: { clips: 'a.mp4,b.mp4,c.mp4', out: 'x' }, seed: 0 };
beforeAll(() => writeFileSync(file, MANY));

test('every copy is a job, named by what it does and not by where its files are', async () => {
  const { jobs, content, outputs } = await jobsOfDocument(asked);
  expect(jobs.map(({ nodes }) => nodes.map(({ name }) => name))).toEqual(
    [0, 1, 2].map((i) => [`small.${i}.clip`, `small.${i}.file`]),
  );
  expect(outputs.map((path) => path.slice(-7))).toEqual(['x-0.mp4', 'x-1.mp4', 'x-2.mp4']);
  const elsewhere = await jobsOfDocument({ ...asked, set: { clips: '/p/a.mp4,/p/b.mp4,/p/c.mp4', out: '/q/x' } });
  expect(elsewhere.content).toBe(content);
  expect((await jobsOfDocument({ ...asked, seed: 1 })).content).not.toBe(content);
  expect((await jobsOfDocument({ ...asked, set: { clips: 'a.mp4' } })).content).not.toBe(content);
  const smaller = join(folder, 'smaller.yaml');
  writeFileSync(smaller, MANY.replace('[60, 80]', '[30, 40]'));
  expect((await jobsOfDocument({ ...asked, file: smaller })).content).not.toBe(content);
});

test('what nodes read of each other, and weights, count', async () => {
  const crossed = join(folder, 'crossed.yaml');
  const twice = (reads: string): string =>
    MANY.replace(
      '      file:',
      `      other: { op: video.read, with: { path: '\${from}', size: [60, 80] } }\n      last: { op: video.write, in: { frames: other.frames }, with: { path: 'x\${to}' } }\n      file:`,
    ).replace('frames: clip.frames', `frames: ${reads}.frames`);
  const contentOf = async (text: string): Promise<string> => {
    writeFileSync(crossed, text);
    return (await jobsOfDocument({ ...asked, file: crossed })).content;
  };
  const straight = twice('clip')
    .replace('other.frames', 'clip.frames')
    .replace(/ {6}other: .*\n/, '');
  expect(await contentOf(twice('clip'))).not.toBe(await contentOf(straight));
  const sampling = join(folder, 'weights.yaml');
  const own = `checkpoint: '${join(folder, 'w.safetensors')}', seed: '\${item}', out: '\${item}.mp4', sheet: '\${item}.png'`;
  const nodes = `s: { for: [1, 2], spread: jobs, graph: '${builtIn('sample.yaml')}', with: { ${own} } }`;
  writeFileSync(sampling, `hpdm: 1\nnodes:\n  ${nodes}\n`);
  const contents: string[] = [];
  for (const weights of ['one', 'two']) {
    writeFileSync(join(folder, 'w.safetensors'), weights);
    contents.push((await jobsOfDocument({ file: sampling, set: {}, seed: 0 })).content);
  }
  expect(contents[0]).not.toBe(contents[1]);
});

test('a sampling has one name, whatever memory there is', async () => {
  const sampling = join(folder, 'sampling.yaml');
  const sample = builtIn('sample.yaml');
  const own = "checkpoint: none, seed: '${item}', out: '${item}.mp4', sheet: '${item}.png'";
  writeFileSync(
    sampling,
    `hpdm: 1\nnodes:\n  s: { for: [1, 2], spread: jobs, graph: '${sample}', with: { ${own} } }\n`,
  );
  const named = { file: sampling, set: {}, seed: 0 };
  const { content } = await jobsOfDocument(named, { most: 2 ** 30 });
  expect((await jobsOfDocument(named, { most: 2 ** 31 })).content).toBe(content);
});

test('a document without jobs, or with a node besides them, is refused', async () => {
  const none = join(folder, 'none.yaml');
  writeFileSync(none, MANY.replace('    spread: jobs\n', ''));
  await expect(jobsOfDocument({ ...asked, file: none })).rejects.toThrow(/E_JOBS[^]*small\.0\.clip, which is in none/);
  const more = join(folder, 'more.yaml');
  writeFileSync(more, MANY.replace('graphs:', '  one: { graph: shrink, with: { from: a.mp4, to: d.mp4 } }\ngraphs:'));
  await expect(jobsOfDocument({ ...asked, file: more })).rejects.toThrow(
    /more\.yaml:\d+:\d+[^]*E_JOBS[^]*one\.clip, which/,
  );
  await expect(jobsOfDocument({ ...asked, set: { clips: '' } })).rejects.toThrow(/E_NO_SINK/);
});
