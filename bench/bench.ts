/** A benchmark: `npm run bench -- <name>` runs the default export of `bench/<name>.ts`. */
export interface Bench {
  readonly name: string;
  /** One line for the list of benchmarks. */
  readonly summary: string;
  /** Arguments with which it runs in a few seconds, to see that it runs; none where it needs a trained checkpoint. `--smoke` stands for them. */
  readonly smoke?: readonly string[];
  /** Measure and print; `args` are the words after the name. */
  run(args: readonly string[]): Promise<void>;
}
