import type { Environment } from './environment.js';
import type { Reporter } from './reporter.js';

/** Inputs of a build of the TensorFlow addon. */
export interface BuildOptions {
  /** The installed tfjs-node package, whose C++ sources are compiled. */
  readonly sources: string;
  /** An empty folder in the cache, used by this attempt only. */
  readonly staging: string;
  readonly downloads: string;
  readonly env: Environment;
  readonly report: Reporter;
  readonly signal?: AbortSignal | undefined;
}
