import { Observable, of } from 'rxjs';
import type { Domain } from '../graph/domain.js';
import type { GraphNode } from '../graph/graph.js';
import { entryOf } from '../fault/entry-of.js';

/**
 * Lets no more than so many independent parts of a graph run at a time, such as the copies of a repeated chain; the others wait
 * until one has ended. Parts that only share a constant are independent.
 */
export class Turnstile {
  /** Part of a node, by its name. */
  readonly #parts = new Map<string, number>();
  /** Nodes of a part that have not ended. */
  readonly #left = new Map<number, number>();
  readonly #waiting: { readonly part: number; readonly enter: () => void }[] = [];
  readonly #inside = new Set<number>();
  readonly #limit: number;

  constructor(nodes: readonly GraphNode[], domains: ReadonlyMap<string, Domain>, limit: number) {
    this.#limit = limit;
    const stream = nodes.filter(({ name }) => domains.get(name)?.size !== 0);
    stream.forEach(({ name }, number) => this.#parts.set(name, number));
    for (const { name, inputs } of stream) for (const { node } of Object.values(inputs)) this.#join(name, node);
    for (const part of this.#parts.values()) this.#left.set(part, (this.#left.get(part) ?? 0) + 1);
  }

  /** Emits when a node's part may run, and completes. A constant need not wait. */
  enter(node: string): Observable<void> {
    const part = this.#parts.get(node);
    if (part === undefined || this.#admit(part)) return of(undefined);
    return new Observable((subscriber) => {
      const enter = (): void => {
        subscriber.next();
        subscriber.complete();
      };
      this.#waiting.push({ part, enter });
    });
  }

  /** A node has ended; the last one of its part lets another part in. */
  leave(node: string): void {
    const part = this.#parts.get(node);
    if (part === undefined) return;
    const left = entryOf(this.#left, part) - 1;
    this.#left.set(part, left);
    if (left > 0) return;
    this.#inside.delete(part);
    for (const { part: next, enter } of this.#waiting.splice(0)) {
      if (this.#admit(next)) enter();
      else this.#waiting.push({ part: next, enter });
    }
  }

  #admit(part: number): boolean {
    if (!this.#inside.has(part) && this.#inside.size >= this.#limit) return false;
    this.#inside.add(part);
    return true;
  }

  #join(a: string, b: string): void {
    const [kept, gone] = [this.#parts.get(b), this.#parts.get(a)];
    if (kept === undefined || gone === undefined || kept === gone) return;
    for (const [name, part] of this.#parts) if (part === gone) this.#parts.set(name, kept);
  }
}
