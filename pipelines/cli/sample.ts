import { Command } from 'commander';
import { load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { builtIn } from './documents.js';
import { execute } from './execute.js';
import { given, wholeNumber, withRunFlags, type RunFlags } from './options.js';

interface SampleFlags extends RunFlags {
  readonly cascade?: string;
  readonly checkpoint?: string;
  readonly count?: number;
  readonly fps?: number;
  readonly scale?: number;
  readonly out?: string;
  readonly sheet?: string;
}

/** `hpdm sample`. */
export const sampleCommand = (): Command =>
  withRunFlags(new Command('sample'))
    .summary('sample videos from a trained cascade')
    .description('Short for: hpdm run pipelines/sample.yaml')
    .option('--cascade <file>', 'cascade document')
    .option('--checkpoint <path>', 'checkpoint, or the folder of a training run')
    .option('--count <n>', 'videos sampled together, shown as a grid', wholeNumber)
    .option('--fps <n>', 'frames per second', wholeNumber)
    .option('--scale <n>', 'every pixel becomes n × n', wholeNumber)
    .option('-o, --out <file>', 'video to write: .mp4, .webm, .gif, a folder of PNGs/ …')
    .option('--sheet <file>', 'contact sheet with a row per level (.png)')
    .addHelpText('after', '\nExample:\n  hpdm sample --checkpoint out/mnist --count 4 --seed 7 --out out/digits.gif')
    .action(async ({ set, seed, cascade, checkpoint, count, fps, scale, out, sheet, ...rest }: SampleFlags) => {
      const values = given({ cascade, checkpoint, count, fps, scale, out, sheet, seed });
      const graph = await load(builtIn('sample.yaml'), { ...values, ...set }, operators);
      await execute(graph, { ...rest, ...(seed === undefined ? {} : { seed }) });
    });
