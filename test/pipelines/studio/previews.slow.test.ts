import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

/** A picture comes at most twice a second, so this many milliseconds are 3 % of the steps between two of them. */
const MOST_MS = 0.03 * 500;

/** Milliseconds of the processor that a picture of a level and its PNG take, of twenty the least; in a process of its own, as runs are. */
const PROGRAM = `
const { pngOf } = await import('./operators/pixels/png-of.ts');
const { previewer } = await import('./operators/pixels/previewer.ts');
const { selectBackend } = await import('./operators/tensor/select-backend.ts');
const { tf } = await import('./operators/tensor/tf.js');
await selectBackend('tensorflow');
const estimate = tf.randomUniform(JSON.parse(process.argv[1]), -1, 1);
let picture;
const show = previewer((shown) => (picture = shown));
let least = Infinity;
for (let i = 0; i < 20; i += 1) {
  const begun = process.cpuUsage();
  await show(estimate, true);
  await pngOf(picture, false);
  const { user, system } = process.cpuUsage(begun);
  least = Math.min(least, (user + system) / 1000);
}
process.stdout.write(JSON.stringify(least));`;

test.each([
  ['one video of 64×256×256', [1, 64, 256, 256, 3]],
  ['four videos of 32×128×128', [4, 32, 128, 128, 3]],
])('a picture of %s costs less than 3 %% of the sampling', (_, shape) => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', PROGRAM, JSON.stringify(shape)];
  const [said = ''] = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }).split('\n').slice(-1);
  console.info(`a picture takes ${Number(said).toFixed(1)} ms of the processor`);
  expect(Number(said)).toBeLessThan(MOST_MS);
});
