import { bool, path, stage, string } from '../../dsl/index.js';
import { exportWeights } from '../training/export-weights.js';
import { sizeOf } from '../disk/size-of.js';
import { folder } from '../values/folder.js';

/**
 * Write the moving average of a training's weights alone to a file that `denoise.load` reads, as `hpdm export` does.
 *
 * in   folder  of a training that is complete
 * out  nothing; a .safetensors file with the weights, the cascade and the licence
 * fails E_OUTPUT_PATH for another ending, E_FOLDER, E_CHECKPOINT_…; E_EXPORT_RANGE when a weight is too large for half precision
 */
export const trainExport = stage({
  id: 'train.export',
  summary: 'Write the weights of a training alone to one file',
  in: { folder: folder() },
  with: {
    path: path('file to write, .safetensors'),
    onto: path('checkpoint of all levels, for a training of some of them: gives the other weights; empty: none', {
      default: '',
    }),
    half: bool('half precision: half the size', { default: true }),
    licence: string('terms under which the weights may be used'),
  },
  out: {},
  files: ({ path }) => ({ writes: { path } }),
  cost: () => ({}),
  open: ({ path, onto, half, licence }, { wrote }) => ({
    next: async ({ folder }) => {
      const { step } = await exportWeights(folder, path, {
        weights: 'average',
        half,
        licence,
        onto: onto || undefined,
      });
      const bytes = await sizeOf(path);
      wrote({ path, ...(bytes === undefined ? {} : { bytes }), facts: { step } });
      return {};
    },
  }),
});
