/**
 * Hands out waiting items in portions, in their order. At most `jobs` portions are worked on at a time; a portion is a fair share of what
 * waits when a worker is free, at most `most` items.
 */
export class Portions<T> {
  readonly #waiting: T[] = [];
  readonly #most: number;
  readonly #work: (items: readonly T[]) => Promise<void>;
  #free: number;
  #isCalled = false;

  /** @param work never rejects */
  constructor(jobs: number, most: number, work: (items: readonly T[]) => Promise<void>) {
    this.#free = jobs;
    this.#most = most;
    this.#work = work;
  }

  /** Let an item wait. Work begins a turn later, so that items that come at once share a portion. */
  add(item: T): void {
    this.#waiting.push(item);
    if (this.#isCalled) return;
    this.#isCalled = true;
    setImmediate(() => {
      this.#isCalled = false;
      this.#handOut();
    });
  }

  #handOut(): void {
    while (this.#free > 0 && this.#waiting.length > 0) {
      const share = Math.min(this.#most, Math.ceil(this.#waiting.length / this.#free));
      this.#free--;
      void this.#work(this.#waiting.splice(0, share)).then(() => {
        this.#free++;
        this.#handOut();
      });
    }
  }
}
