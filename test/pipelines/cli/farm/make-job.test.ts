import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { builtIn } from '../../../../pipelines/built-in.js';
import { jobsOfDocument } from '../../../../pipelines/cli/farm/document-of-jobs.js';
import type { DocumentJob } from '../../../../pipelines/cli/farm/job.js';
import { version } from '../../../../operators/disk/version.js';
import { makeJob } from '../../../../pipelines/cli/farm/make-job.js';
import { entries, scratch } from '../command-line.js';
import { manyClips } from './many-documents.js';

const folder = scratch();
let job: DocumentJob;

beforeAll(async () => {
  const clips = await manyClips(folder, 2, 25);
  const set = { clips: clips.map((name) => join(folder, name)).join(), out: join(folder, 'small') };
  const asked = { file: join(folder, 'many.yaml'), set, seed: 3 };
  const { content } = await jobsOfDocument(asked);
  job = { run: 'r', share: { index: 1, of: 2 }, document: { ...asked, hpdm: version, content } };
});

test('a copy of a document is made by itself, and says how far it is', async () => {
  const told: unknown[] = [];
  await makeJob(job, {}, (progress) => told.push(progress));
  expect(entries(folder).filter((name) => name.startsWith('small'))).toEqual(['small-1.mp4']);
  expect(statSync(join(folder, 'small-1.mp4')).size).toBeGreaterThan(1000);
  expect(told.at(-1)).toEqual({ done: 26, total: 26 });
});

test('another document, version or number of copies is refused', async () => {
  const other = { ...job, document: { ...job.document, content: 'of another one' } };
  await expect(makeJob(other, {}, () => undefined)).rejects.toThrow(/E_JOB[^]*another document, or other weights/);
  const later = { ...job, document: { ...job.document, hpdm: '9.0.0' } };
  await expect(makeJob(later, {}, () => undefined)).rejects.toThrow(/E_JOB\n +expected +hpdm 9\.0\.0\n +got +hpdm /);
  const fewer = { ...job, share: { index: 0, of: 1 } };
  await expect(makeJob(fewer, {}, () => undefined)).rejects.toThrow(/E_JOB/);
});

test('a copy that trains goes on where a worker before left it', async () => {
  const cascade = `extends: ${builtIn('cascades/mnist.yaml')}\nnetwork: { width: 16, latents: 4, latentWidth: 16, layers: 1 }\n`;
  writeFileSync(join(folder, 'narrow.yaml'), cascade);
  const own = `cascade: narrow.yaml, out: '${join(folder, 'trained')}', batch: 1, steps: 4, preview: 0, left: '\${left}'`;
  const file = join(folder, 'trainings.yaml');
  writeFileSync(
    file,
    `hpdm: 1\nparams: { left: { type: int, default: 0 } }\nnodes:\n  t: { for: [1], spread: jobs, graph: '${builtIn('train.yaml')}', with: { ${own} } }\n`,
  );
  for (const set of [{ left: '2' }, { left: '0' }]) {
    const asked = { file, set, seed: 0 };
    const { content } = await jobsOfDocument(asked);
    await makeJob(
      { run: 'r', share: { index: 0, of: 1 }, document: { ...asked, hpdm: version, content } },
      {},
      () => undefined,
    );
  }
  expect(entries(join(folder, 'trained'))).toEqual(expect.arrayContaining(['step-0000002', 'step-0000004']));
});
