/** A benchmark: `npm run bench -- <name>` runs the default export of `bench/<name>.ts`. */
export interface Bench {
  readonly name: string;
  /** One line for the list of benchmarks. */
  readonly summary: string;
  /** Measure and print; `args` are the words after the name. */
  run(args: readonly string[]): Promise<void>;
}
