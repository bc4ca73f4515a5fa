import type { Phase } from '../protocol.js';

/** The phases of a run, in words. */
export const PHASES: Readonly<Record<Phase, string>> = {
  starting: 'starting',
  running: 'running',
  paused: 'paused',
  stopping: 'stopping; what is finished is kept',
  stopped: 'stopped',
  failed: 'failed',
  finished: 'finished',
};

/** Whether a run has not ended. */
export const isAtWork = (phase: Phase | undefined): boolean =>
  phase === 'starting' || phase === 'running' || phase === 'paused' || phase === 'stopping';
