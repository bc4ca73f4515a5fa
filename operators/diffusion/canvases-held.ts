import { SAMPLERS, type Cascade } from '../../dsl/index.js';

/**
 * The canvases of a level that are alive while the network denoises one: where the step began, also with its churn, and the last estimate; in
 * the second call of a step also where the first one led, and its estimate.
 */
export const canvasesHeld = ({ sampler, churn }: Cascade['levels'][number]): number =>
  2 + (SAMPLERS[sampler].calls(2) > 2 ? 2 : 0) + (churn > 0 ? 1 : 0);
