import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Both ends of a pipe. */
export interface RawPipe {
  /** The end to write to, for a child; to be closed here once the child has it. */
  readonly writer: Socket;
  /** What comes out, in pieces of the memory that was given for it; only the last may be a part of one. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Close both ends. */
  close(this: void): void;
}

/**
 * A pipe that is read straight into memory of our choice, which can so be used again; of a child's stdout Node reads 64 KiB at a
 * time, each into memory of its own, and that costs more than all else that is done with frames here. It is read at most one piece ahead.
 *
 * @param take gives the memory for the next piece
 */
export async function openRawPipe(take: () => Uint8Array): Promise<RawPipe> {
  const server = createServer({ pauseOnConnect: true });
  try {
    const name = `hpdm-${randomUUID()}`;
    const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
    server.listen(path);
    await once(server, 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const pieces = new Pieces(path, take);
    const [writer] = await accepted;
    const close = (): void => {
      writer.destroy();
      pieces.close();
    };
    return { writer, pieces, close };
  } finally {
    // removes the path; the two ends stay
    server.close();
  }
}

/** The reading end. */
class Pieces implements AsyncIterable<Uint8Array> {
  readonly #take: () => Uint8Array;
  readonly #socket: Socket;
  #piece: Uint8Array;
  #filled = 0;
  #full: Uint8Array | undefined;
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(path: string, take: () => Uint8Array) {
    this.#take = take;
    this.#piece = take();
    const buffer = (): Uint8Array => this.#piece.subarray(this.#filled);
    this.#socket = connect({ path, onread: { buffer, callback: (count) => this.#receive(count) } });
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    // a broken pipe ends like any other: what ffmpeg said of it is known elsewhere
    this.#socket.on('end', end).on('close', end).on('error', end);
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
    if (this.#filled > 0) yield this.#piece.subarray(0, this.#filled);
  }

  /** @returns whether to read on */
  #receive(count: number): boolean {
    this.#filled += count;
    if (this.#filled < this.#piece.length) return true;
    this.#full = this.#piece;
    this.#piece = this.#take();
    this.#filled = 0;
    this.#wake();
    return false;
  }
}
