/** The size of a dimension, and the facts that it follows from. */
export interface Known<Fact> {
  readonly size: number;
  readonly because: readonly Fact[];
}

/** Two different sizes that should be equal. */
export interface Conflict<Fact> {
  readonly left: Known<Fact>;
  readonly right: Known<Fact>;
}

/** A product that contradicts its factors, with the sizes on both sides. */
export interface ProductConflict<Fact> extends Conflict<Fact> {
  readonly name: string;
}

/** The rest of a product after division by its known factors. */
interface Rest<Fact> {
  readonly part: number;
  readonly because: readonly Fact[];
  readonly open: readonly string[];
}

/**
 * Symbolic dimensions that are equal to each other, to numbers, or to products of others (`B·P`): a union-find with sizes.
 *
 * Equations may come in any order; every size that follows from them is found. An equation that contradicts earlier ones is
 * returned as a conflict and has no other effect.
 */
export class Dimensions<Fact> {
  readonly #parents = new Map<string, string>();
  readonly #known = new Map<string, Known<Fact>>();
  readonly #products = new Map<string, readonly string[]>();
  #found = 0;

  /** Grows with every size that is found. */
  get found(): number {
    return this.#found;
  }

  /** The size of a dimension; undefined if it is not known. */
  of(name: string): Known<Fact> | undefined {
    return this.#known.get(this.#root(name));
  }

  /** Whether two dimensions are known to be equal, even if their size is unknown. */
  same(a: string, b: string): boolean {
    return this.#root(a) === this.#root(b);
  }

  /** Say that `name` is the product of `factors`. */
  define(name: string, factors: readonly string[]): void {
    this.#products.set(name, factors);
  }

  /** Say that a dimension has a size. */
  fix(name: string, known: Known<Fact>): Conflict<Fact> | undefined {
    const before = this.of(name);
    if (before !== undefined) return before.size === known.size ? undefined : { left: before, right: known };
    this.#known.set(this.#root(name), known);
    this.#found += 1;
    return undefined;
  }

  /** Say that two dimensions are equal. */
  equate(a: string, b: string): Conflict<Fact> | undefined {
    const [left, right] = [this.#root(a), this.#root(b)];
    const [known, other] = [this.of(a), this.of(b)];
    if (known !== undefined && other !== undefined && known.size !== other.size) return { left: known, right: other };
    if (left === right) return undefined;
    this.#parents.set(right, left);
    const size = known ?? other;
    if (size !== undefined) this.#known.set(left, size);
    if (known === undefined || other === undefined) this.#found += 1;
    return undefined;
  }

  /** Derive sizes from products. A product that contradicts its factors is a conflict and is removed. */
  settle(): ProductConflict<Fact>[] {
    const conflicts: ProductConflict<Fact>[] = [];
    while (this.#followProducts(conflicts) || this.#compareProducts(conflicts));
    return conflicts;
  }

  #root(name: string): string {
    let root = name;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) root = next;
    // the way is shortened for all names on it, so that a long chain of equal dimensions stays fast
    for (let on = name; on !== root;) {
      const next = this.#parents.get(on) ?? root;
      this.#parents.set(on, root);
      on = next;
    }
    return root;
  }

  #rest(factors: readonly string[]): Rest<Fact> {
    const known = factors.map((factor) => this.of(factor)).filter((factor) => factor !== undefined);
    return {
      part: known.reduce((product, { size }) => product * size, 1),
      because: known.flatMap(({ because }) => because),
      open: factors.filter((factor) => this.of(factor) === undefined).map((factor) => this.#root(factor)),
    };
  }

  /** Derive a product from its known factors, or its only unknown factor from the product. */
  #followProducts(conflicts: ProductConflict<Fact>[]): boolean {
    let found = false;
    for (const [name, factors] of this.#products) {
      const whole = this.of(name);
      const { part, because, open } = this.#rest(factors);
      const [last] = open;
      if (open.length > 1 || (whole === undefined && last !== undefined)) continue;
      if (whole === undefined) {
        this.fix(name, { size: part, because });
        found = true;
      } else if (last === undefined ? whole.size !== part : whole.size % part !== 0) {
        conflicts.push({ name, left: whole, right: { size: part, because } });
        this.#products.delete(name);
      } else if (last !== undefined) {
        this.fix(last, { size: whole.size / part, because: [...whole.because, ...because] });
        found = true;
      }
    }
    return found;
  }

  /** Compare two equal products after removing their common factors: a single factor that is left gets a size; two that are left are equal. */
  #compareProducts(conflicts: ProductConflict<Fact>[]): boolean {
    let found = false;
    const products = [...this.#products];
    products.forEach(([name, factors], index) => {
      for (const [other, others] of products.slice(0, index)) {
        if (!this.same(name, other)) continue;
        const [left, right] = withoutShared(this.#rest(factors), this.#rest(others));
        const open = left.open.length + right.open.length;
        if (open > 2 || (open === 2 && (left.open.length !== 1 || left.part !== right.part))) continue;
        const [a, b] = [...left.open, ...right.open];
        const [whole, part] = left.open.length === 0 ? [left, right] : [right, left];
        if (open < 2 && (open === 0 ? left.part !== right.part : whole.part % part.part !== 0)) {
          const [here, there] = [left, right].map(({ part: size, because }) => ({ size, because }));
          if (here !== undefined && there !== undefined) conflicts.push({ name, left: here, right: there });
          this.#products.delete(name);
          break;
        }
        if (a === undefined) continue;
        if (b !== undefined) this.equate(a, b);
        else this.fix(a, { size: whole.part / part.part, because: [...whole.because, ...part.because] });
        found = true;
      }
    });
    return found;
  }
}

function withoutShared<Fact>(left: Rest<Fact>, right: Rest<Fact>): [Rest<Fact>, Rest<Fact>] {
  const others = [...right.open];
  const open = left.open.filter((name) => {
    const at = others.indexOf(name);
    if (at >= 0) others.splice(at, 1);
    return at < 0;
  });
  return [
    { ...left, open },
    { ...right, open: others },
  ];
}
