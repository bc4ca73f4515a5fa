import { createWriteStream, openSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { HpdmError, type RunEvent } from '../../dsl/index.js';

/** Writes the events of a run as JSON lines. */
export interface EventLog {
  write(this: void, event: RunEvent): void;
  /** Wait until every event is written; fails E_EVENTS when one could not be written. */
  close(this: void): Promise<void>;
}

/**
 * Open the file for the events of a run; `-` is standard output.
 *
 * @param lost called when events can no longer be written (a full disk, a reader that went away); `close` then says why
 * fails E_EVENTS_FILE, before anything runs
 */
export function openEventLog(target: string, lost: () => void): EventLog {
  const stream = target === '-' ? process.stdout : createWriteStream(target, { fd: openFile(target) });
  let failure: HpdmError | undefined;
  stream.on('error', (error: Error) => {
    failure ??= lostEvents(target, error);
    lost();
  });
  return {
    write: (event) => {
      if (failure === undefined) stream.write(`${JSON.stringify(event, withoutBytes)}\n`);
    },
    close: async () => {
      if (stream !== process.stdout) await finished(stream.end()).catch(() => undefined);
      if (failure !== undefined) throw failure;
    },
  };
}

/** The pixels of a picture would make the line unreadable, so only its size is written. */
const withoutBytes = (_: string, value: unknown): unknown => (value instanceof Uint8Array ? undefined : value);

function openFile(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (error) {
    const got = (error as Error).message;
    const advice = 'a file in an existing folder, or --events - for standard output';
    throw new HpdmError(
      { code: 'E_EVENTS_FILE', place: { file }, expected: 'a file that can be written', got, try: advice },
      { cause: error },
    );
  }
}

const lostEvents = (file: string, error: Error): HpdmError =>
  new HpdmError(
    {
      code: 'E_EVENTS',
      place: { file },
      message: 'the events could not all be written, so the run was ended',
      got: error.message,
      try: 'read them to their end, or write them to a file on a disk with room: --events FILE',
    },
    { cause: error },
  );
