/** Pieces of memory of one size, which are used again after they are returned. */
export class MemoryPool {
  readonly #free: Uint8Array[] = [];

  constructor(private readonly pieceBytes: number) {}

  readonly take = (): Uint8Array => this.#free.pop() ?? new Uint8Array(this.pieceBytes);

  /** Return a piece; pieces of another size are dropped. */
  give(piece: Uint8Array): void {
    if (piece.length === this.pieceBytes) this.#free.push(piece);
  }
}
