import type { SamplingJob } from '../../../../pipelines/cli/farm/job.js';
import { smallCascade } from '../../../cascade.js';

/** A job of a sampling that is not there: for what does not sample. */
export const jobOf = (run: string, index: number, of = 2): SamplingJob => ({
  ...{ run, share: { index, of }, flags: { set: {}, out: '{n}.mp4' } },
  record: {
    hpdm: '0',
    parts: { condition: 'none', fromFile: false, showLevels: false, separate: true },
    parameters: { seed: 1, count: 8 },
    cascade: smallCascade(),
    hashes: { cascade: 'a', checkpoint: 'b' },
  },
});
