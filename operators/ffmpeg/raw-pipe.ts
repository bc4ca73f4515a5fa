import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HpdmError } from '../../dsl/index.js';

/** Both ends of a pipe. */
export interface RawPipe {
  /** The writing end, for a child process; this process must close it after starting the child. */
  readonly writer: Socket;
  /**
   * Read the pipe in pieces of given memory; only the last piece may be incomplete. Nothing is read before this is called.
   *
   * @param take returns the memory for the next piece; what it throws ends the pieces
   */
  read(this: void, take: () => Uint8Array): AsyncIterable<Uint8Array>;
  /** Close both ends. */
  close(this: void): void;
}

/**
 * A pipe that is read directly into given memory, which can be used again. Node reads the stdout of a child 64 KiB at a time, each
 * time into new memory, which costs more than everything else that is done with frames. At most one piece is read ahead.
 *
 * fails E_TEMPORARY when the folder for temporary files cannot be used
 */
export async function openRawPipe(): Promise<RawPipe> {
  const server = createServer({ pauseOnConnect: true });
  const path = await listenSomewhere(server);
  try {
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const pieces = new Pieces(path);
    const [writer] = await accepted;
    const close = (): void => {
      writer.destroy();
      pieces.close();
    };
    const read = (take: () => Uint8Array): AsyncIterable<Uint8Array> => pieces.from(take);
    return { writer, read, close };
  } finally {
    // removes the path but not the two ends
    server.close();
  }
}

/** Largest number of bytes in the path of a socket on all systems. */
const LONGEST = 100;

/** Listen in the folder for temporary files, or in /tmp if its name is too long for a socket. */
async function listenSomewhere(server: Server): Promise<string> {
  const name = `hpdm-${randomUUID()}`;
  const inFolder = join(tmpdir(), name);
  const short = Buffer.byteLength(inFolder) <= LONGEST ? inFolder : join('/tmp', name);
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : short;
  try {
    server.listen(path);
    await once(server, 'listening');
    return path;
  } catch (error) {
    throw new HpdmError(
      {
        code: 'E_TEMPORARY',
        expected: 'a temporary folder (TMPDIR) that is there and can be written to',
        got: `${dirname(path)}: ${(error as Error).message}`,
        try: 'make that folder, or set TMPDIR to another one',
      },
      { cause: error },
    );
  }
}

/** The reading end. Its first byte is read alone, because the memory for the others is known only then. */
class Pieces implements AsyncIterable<Uint8Array> {
  readonly #socket: Socket;
  readonly #first = new Uint8Array(1);
  #take: (() => Uint8Array) | undefined;
  #piece: Uint8Array | undefined;
  #filled = 0;
  #full: Uint8Array | undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: () => void = () => undefined;

  constructor(path: string) {
    const buffer = (): Uint8Array => this.#piece?.subarray(this.#filled) ?? this.#first;
    this.#socket = connect({ path, onread: { buffer, callback: (count) => this.#received(count) } });
    this.#socket.pause();
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    // a broken pipe counts as ended; the messages of ffmpeg are reported elsewhere
    this.#socket.on('end', end).on('close', end).on('error', end);
  }

  from(take: () => Uint8Array): this {
    this.#take = take;
    this.#socket.resume();
    return this;
  }

  close(): void {
    this.#socket.destroy();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      while (this.#full === undefined && !this.#ended) await new Promise<void>((wake) => (this.#wake = wake));
      if (this.#full === undefined) break;
      const piece = this.#full;
      this.#full = undefined;
      this.#socket.resume();
      yield piece;
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#piece !== undefined && this.#filled > 0) yield this.#piece.subarray(0, this.#filled);
  }

  /** An error of `take` must not end the process from within the socket: it ends the pieces. @returns whether to read on */
  #received(count: number): boolean {
    try {
      return this.#receive(count);
    } catch (error) {
      this.#failure = { error };
      this.#socket.destroy();
      return false;
    }
  }

  #receive(count: number): boolean {
    if (this.#piece === undefined) {
      this.#piece = this.#take?.() ?? this.#first;
      this.#piece.set(this.#first);
    }
    this.#filled += count;
    if (this.#filled < this.#piece.length) return true;
    this.#full = this.#piece;
    this.#piece = this.#take?.() ?? this.#first;
    this.#filled = 0;
    this.#wake();
    return false;
  }
}
