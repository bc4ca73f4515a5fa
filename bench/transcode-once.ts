import { load, run } from '../dsl/index.js';
import { operators } from '../operators/index.js';
import { builtIn } from '../pipelines/built-in.js';

/**
 * Run pipelines/transcode.yaml in this process and print its seconds and its peak resident memory in MB as JSON. Every run needs a new process,
 * because the peak of a process never goes down. Arguments: parameters as `name=value`. The time starts when the document is read.
 */
const given: Record<string, string> = Object.fromEntries(
  process.argv.slice(2).map((word) => word.split('=', 2) as [string, string]),
);
const started = performance.now();
await run(await load(builtIn('transcode.yaml'), given, operators));
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, peakMegabytes: process.resourceUsage().maxRSS / 1024 }));
