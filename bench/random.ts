import { stream } from '../operators/tensor/stream.js';
import type { Bench } from './bench.js';

/** About as many values as the noise of one 16×512×512×3 clip has. The goal is half a second. */
const N = 12_600_000;

const random: Bench = {
  name: 'random',
  summary: `Seconds for ${(N / 1e6).toFixed(1)} million random numbers on one core (normals: goal < 0.5 s); args: NUMBERS`,
  smoke: ['100000'],
  run: async ([count = `${N}`]) => {
    const { uniform, normal, integers } = stream({ seed: 1, purpose: 'noise' });
    const n = Number(count);
    report('normals', n, () => normal(n));
    report('uniforms', n, () => uniform(n));
    report('integers below 10,000', n, () => integers(n, 10_000));
    return Promise.resolve();
  },
};
export default random;

/** Print the seconds of the first read, which includes compilation, and of the best of four. */
function report(name: string, n: number, read: () => unknown): void {
  const seconds = Array.from({ length: 4 }, () => {
    const start = performance.now();
    read();
    return (performance.now() - start) / 1000;
  });
  const [first = NaN] = seconds;
  const best = Math.min(...seconds);
  const rate = (n / best / 1e6).toFixed(1);
  console.log(`${name.padEnd(22)} first ${first.toFixed(3)} s   best ${best.toFixed(3)} s   ${rate} million/s`);
}
