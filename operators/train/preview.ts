import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HpdmError, int, path, stage, string, strings } from '../../dsl/index.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { formatSafetensors } from '../disk/safetensors.js';
import { replaceFile } from '../disk/replace-file.js';
import { sizeOf } from '../disk/size-of.js';
import { averageOf } from '../training/average-of.js';
import { folderName } from '../training/checkpoints.js';
import { usualRate } from '../training/usual-rate.js';
import { training as trainingPort } from '../values/training.js';

/**
 * Sample from a network in training, at regular steps, with the moving average of its weights: another document runs to its end, always
 * with the same seed.
 *
 * in   training  the state of the run
 * out  training  the same state, after its preview is written
 * The document must have the parameters cascade, checkpoint, out (a video) and sheet (a picture), as sample.yaml has, and prompts and count
 * where prompts are given, as sample-texts.yaml has; and fps where the clips of the training have a frame rate.
 * A preview that fails is a warning; the training goes on.
 */
export const trainPreview = stage({
  id: 'train.preview',
  summary: 'Sample from a network in training at regular steps',
  in: { training: trainingPort() },
  with: {
    document: path('pipeline document that samples, such as sample.yaml'),
    path: path('folder of the previews: step-0001000.mp4, step-0001000.png'),
    every: int('steps between previews; 0: none', { default: 1000, min: 0, unit: 'steps' }),
    seed: int('seed of the samples', { default: 0, min: 0 }),
    format: string('ending of the video', { default: 'mp4' }),
    prompts: strings('texts of the samples, for a document with the parameter prompts', { default: [] }),
    values: strings('further values of parameters of the document, such as count=4', { default: [] }),
  },
  out: { training: trainingPort() },
  files: ({ path }) => ({ writes: { path } }),
  cost: () => ({}),
  open: ({ document, path, every, seed, format, prompts, values }, { node, share, run, note, warn, wrote }) => {
    const given = {
      ...(prompts.length > 0 ? { prompts, count: prompts.length } : {}),
      ...Object.fromEntries(values.map((text) => text.split(/=(.*)/s).slice(0, 2) as [string, string])),
    };
    let previewed = 0;
    const preview = async (training: Parameters<typeof averageOf>[0]): Promise<void> => {
      const name = join(path, folderName(training.step));
      const checkpoint = join(path, '.weights.safetensors');
      const [out, sheet] = [`${name}.${format}`, `${name}.png`];
      try {
        // not earlier: until the first step, what an earlier run left there may be moved aside
        await prepareFolder(path, `nodes.${node}.with.path`);
        note(`samples after step ${training.step}; the training goes on when they are done`);
        const { tensors, metadata } = await averageOf(training);
        await replaceFile(checkpoint, formatSafetensors(tensors, metadata, checkpoint));
        const rate = usualRate(training.rates);
        const fps = rate === undefined ? {} : { fps: rate };
        await run(document, { cascade: training.cascade, checkpoint, out, sheet, ...fps, ...given }, seed);
        for (const file of [out, sheet]) {
          const bytes = await sizeOf(file);
          wrote({ path: file, ...(bytes === undefined ? {} : { bytes }), facts: { step: training.step } });
        }
      } catch (error) {
        if (!(error instanceof HpdmError) || error.code === 'E_CANCELLED') throw error;
        warn(`no preview after step ${training.step}: ${error.message}`);
      } finally {
        await rm(checkpoint, { force: true });
      }
    };
    return {
      next: async ({ training }) => {
        const isNew = training.report !== undefined && training.step !== previewed;
        // the leader samples, and the others wait for it in the next step
        if (every > 0 && share.index === 0 && isNew && training.step % every === 0) {
          previewed = training.step;
          await preview(training);
        }
        return { training };
      },
    };
  },
});
