import { statSync } from 'node:fs';
import { Command, Option } from 'commander';
import { exportWeights } from '../../operators/training/export-weights.js';
import { reporting } from './run-report.js';

interface ExportFlags {
  readonly average?: boolean;
  readonly trained?: boolean;
  readonly fp16?: boolean;
  readonly onto?: string;
  readonly licence: string;
  readonly json?: boolean;
}

/** What the metadata say of the licence if the user does not. */
const LICENCE =
  'not stated by whoever trained these weights. The hpdm software is under the MIT licence; the method is patented (US 12,524,925, Snap Inc.).';

const HELP = `
The file holds the weights alone: the moving average, with which sampling gives better videos, or with --trained those of the last step. Its
metadata hold the cascade, so that hpdm sample --checkpoint FILE needs nothing else. Every library that reads safetensors reads it.

Examples:
  hpdm export out/mnist mnist.safetensors --fp16
  hpdm export out/mnist/step-0006000 last.safetensors --trained
  hpdm sample --checkpoint mnist.safetensors`;

/** `hpdm export`. */
export const exportCommand = (): Command =>
  new Command('export')
    .summary('write the weights of a checkpoint to one file')
    .description('Write the weights of a checkpoint, without what only training needs, to a .safetensors file.')
    .argument('<checkpoint>', 'checkpoint, or the folder of a training run')
    .argument('<file>', 'file to write, .safetensors')
    .option('--average', 'the moving average of the weights (the default)')
    .addOption(new Option('--trained', 'the weights of the last step').conflicts('average'))
    .option('--fp16', 'half precision: half the size')
    .option('--onto <checkpoint>', 'a checkpoint of all levels, for one of some of them: gives the other weights')
    .option('--licence <text>', 'terms under which the weights may be used', LICENCE)
    .option('--json', 'say what was written as JSON')
    .addHelpText('after', HELP)
    .action(async (checkpoint: string, file: string, { trained, fp16, onto, licence, json = false }: ExportFlags) => {
      await reporting({ json }, async (report) => {
        const weights = trained === true ? 'trained' : 'average';
        const facts = await exportWeights(checkpoint, file, { weights, half: fp16 === true, licence, onto });
        report.add({ path: file, bytes: statSync(file).size, facts: { ...facts } });
      });
    });
