/** Pieces of memory of one size, used again when they are given back. */
export class MemoryPool {
  readonly #free: Uint8Array[] = [];

  constructor(private readonly pieceBytes: number) {}

  readonly take = (): Uint8Array => this.#free.pop() ?? new Uint8Array(this.pieceBytes);

  /** Parts of a piece are let go. */
  give(piece: Uint8Array): void {
    if (piece.length === this.pieceBytes) this.#free.push(piece);
  }
}
