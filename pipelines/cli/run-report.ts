import { existsSync } from 'node:fs';
import { HpdmError, type RunEvent, type WrittenFile } from '../../dsl/index.js';
import { AlreadySaid } from './already-said.js';
import type { Plan } from '../plan/plan.js';
import { formatWritten } from './format-written.js';

/** A file, and the node that wrote it, if one did. */
type ReportedFile = WrittenFile & { readonly node?: string };

/** What the runs of a command did. */
export class RunReport {
  /** The backend and its device; none is loaded for a run without tensors. */
  device = 'no tensors';
  /** The plan, of a run that is only planned, and those of the documents that it runs. */
  plan: (Plan & { readonly documents?: readonly (Plan & { readonly name: string })[] }) | undefined;
  /** Whether another process says what was done: the leader of several that work together. */
  isSaidElsewhere = false;
  #seconds = 0;
  readonly #files = new Map<string, ReportedFile>();

  /** Take note of an event of a run. */
  see(event: RunEvent): void {
    if (event.type === 'finished') this.#seconds += event.seconds;
    if (event.type !== 'wrote') return;
    const { node, path, bytes, facts } = event;
    this.add({ node, path, bytes, ...(facts && { facts }) });
  }

  /** Take note of a file; it takes the place of an earlier one of the same path. */
  add(file: ReportedFile): void {
    this.#files.delete(file.path);
    this.#files.set(file.path, file);
  }

  /** The files that are written and still there, in the order in which they were complete. */
  get files(): readonly ReportedFile[] {
    return [...this.#files.values()].filter(({ path, bytes }) => bytes === undefined || existsSync(path));
  }

  /** Everything as data, for a program; if the command failed, with its faults. */
  toJSON(): object {
    if (this.plan !== undefined) return { plan: this.plan };
    return { device: this.device, seconds: this.#seconds, files: this.files };
  }
}

/** How a command says what it did. */
export interface ReportFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/**
 * Do the work of a command, and say at its end what it wrote, also when it fails: on standard error for people, on standard
 * output as JSON for programs.
 */
export async function reporting(flags: ReportFlags, work: (report: RunReport) => Promise<void>): Promise<void> {
  const report = new RunReport();
  const json = (faults: HpdmError['faults']): void => {
    process.stdout.write(`${JSON.stringify({ ...report.toJSON(), faults }, null, 2)}\n`);
  };
  try {
    await work(report);
    if (flags.json === true && !report.isSaidElsewhere) json([]);
  } catch (error) {
    if (flags.json !== true || !(error instanceof HpdmError) || report.isSaidElsewhere) throw error;
    json(error.faults);
    throw new AlreadySaid(error.exitCode);
  } finally {
    const { files } = report;
    if (flags.json !== true && flags.quiet !== true && files.length > 0) process.stderr.write(formatWritten(files));
  }
}
