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

/** A dimension that is the product of others, and its number in the order in which they were defined. */
interface Product {
  readonly name: string;
  readonly factors: readonly string[];
  readonly number: number;
}

/**
 * Symbolic dimensions that are equal to each other, to numbers, or to products of others (`B·P`): a union-find with sizes.
 *
 * Equations may come in any order; every size that follows from them is found. An equation that contradicts earlier ones is
 * returned as a conflict and has no other effect. Only products whose dimensions have changed are looked at again, each beside those
 * that it equals, so the time grows with the number of equations, and with the square only of equal products of unknown sizes.
 */
export class Dimensions<Fact> {
  readonly #parents = new Map<string, string>();
  readonly #known = new Map<string, Known<Fact>>();
  readonly #products = new Map<string, Product>();
  /** By the root of a dimension: the products that it is, or is a factor of. */
  readonly #mentions = new Map<string, Set<Product>>();
  /** By the root of their name: products that are equal. */
  readonly #equals = new Map<string, Set<Product>>();
  /** Products with a dimension that has changed since they were followed, and since they were compared. */
  readonly #toFollow = new Set<Product>();
  readonly #toCompare = new Set<Product>();
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
    if (this.#products.has(name)) return;
    const product = { name, factors, number: this.#products.size };
    this.#products.set(name, product);
    for (const dimension of [name, ...factors]) setAt(this.#mentions, this.#root(dimension)).add(product);
    setAt(this.#equals, this.#root(name)).add(product);
    this.#toFollow.add(product);
  }

  /** Say that a dimension has a size. */
  fix(name: string, known: Known<Fact>): Conflict<Fact> | undefined {
    const before = this.of(name);
    if (before !== undefined) return before.size === known.size ? undefined : { left: before, right: known };
    this.#known.set(this.#root(name), known);
    this.#changed(this.#root(name));
    this.#found += 1;
    return undefined;
  }

  /** Say that two dimensions are equal. */
  equate(a: string, b: string): Conflict<Fact> | undefined {
    const [left, right] = [this.#root(a), this.#root(b)];
    const [known, other] = [this.of(a), this.of(b)];
    if (known !== undefined && other !== undefined && known.size !== other.size) return { left: known, right: other };
    if (left === right) return undefined;
    // those of one side suffice: every pair that has changed has one of them
    const size = known ?? other;
    if (known === undefined && other === undefined) this.#changed(this.#mentionsMore(left, right) ? right : left);
    else this.#changed(known === undefined ? left : right);
    this.#parents.set(right, left);
    for (const sets of [this.#mentions, this.#equals]) merge(sets, left, right);
    if (size !== undefined) this.#known.set(left, size);
    if (known === undefined || other === undefined) this.#found += 1;
    return undefined;
  }

  /** Derive sizes from products. A product that contradicts its factors is a conflict and is removed. */
  settle(): ProductConflict<Fact>[] {
    const conflicts: ProductConflict<Fact>[] = [];
    for (;;) {
      const [follow] = this.#toFollow;
      const [compare] = this.#toCompare;
      const conflict = follow ? this.#follow(follow) : compare ? this.#compare(compare) : undefined;
      if (conflict !== undefined) conflicts.push(conflict);
      if (follow === undefined && compare === undefined) return conflicts;
    }
  }

  #mentionsMore(a: string, b: string): boolean {
    return (this.#mentions.get(a)?.size ?? 0) > (this.#mentions.get(b)?.size ?? 0);
  }

  #changed(root: string): void {
    for (const product of this.#mentions.get(root) ?? []) this.#toFollow.add(product);
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
  #follow(product: Product): ProductConflict<Fact> | undefined {
    this.#toFollow.delete(product);
    this.#toCompare.add(product);
    const { name, factors } = product;
    const whole = this.of(name);
    const { part, because, open } = this.#rest(factors);
    const [last] = open;
    if (open.length > 1 || (whole === undefined && last !== undefined)) return undefined;
    if (whole === undefined) this.fix(name, { size: part, because });
    else if (last === undefined ? whole.size !== part : whole.size % part !== 0) {
      this.#remove(product);
      return { name, left: whole, right: { size: part, because } };
    } else if (last !== undefined) {
      this.fix(last, { size: whole.size / part, because: [...whole.because, ...because] });
    }
    return undefined;
  }

  /** Compare a product with those that equal it, until one of them tells something. */
  #compare(product: Product): ProductConflict<Fact> | undefined {
    for (const other of this.#equals.get(this.#root(product.name)) ?? []) {
      if (other === product) continue;
      const [later, earlier] = product.number > other.number ? [product, other] : [other, product];
      const conflict = this.#comparePair(later, earlier);
      if (conflict !== undefined) return conflict;
      if (this.#toFollow.size > 0) return undefined;
    }
    this.#toCompare.delete(product);
    return undefined;
  }

  /** Compare two equal products after removing their common factors: a single factor that is left gets a size; two that are left are equal. */
  #comparePair(product: Product, other: Product): ProductConflict<Fact> | undefined {
    const [left, right] = withoutShared(this.#rest(product.factors), this.#rest(other.factors));
    const open = left.open.length + right.open.length;
    if (open > 2 || (open === 2 && (left.open.length !== 1 || left.part !== right.part))) return undefined;
    const [a, b] = [...left.open, ...right.open];
    const [whole, part] = left.open.length === 0 ? [left, right] : [right, left];
    if (open < 2 && (open === 0 ? left.part !== right.part : whole.part % part.part !== 0)) {
      this.#remove(product);
      const size = ({ part, because }: Rest<Fact>): Known<Fact> => ({ size: part, because });
      return { name: product.name, left: size(left), right: size(right) };
    }
    if (a !== undefined && b !== undefined) this.equate(a, b);
    else if (a !== undefined)
      this.fix(a, { size: whole.part / part.part, because: [...whole.because, ...part.because] });
    return undefined;
  }

  #remove(product: Product): void {
    const { name, factors } = product;
    for (const dimension of [name, ...factors]) this.#mentions.get(this.#root(dimension))?.delete(product);
    this.#equals.get(this.#root(name))?.delete(product);
    this.#toFollow.delete(product);
    this.#toCompare.delete(product);
  }
}

/** The set under a key, which is empty at first. */
function setAt<T>(sets: Map<string, Set<T>>, key: string): Set<T> {
  const set = sets.get(key) ?? new Set<T>();
  sets.set(key, set);
  return set;
}

/** Put the members of two sets under the first key. The smaller set is added to the larger one, so that many merges stay fast. */
function merge<T>(sets: Map<string, Set<T>>, key: string, other: string): void {
  const [one, two] = [sets.get(key), sets.get(other)];
  if (two === undefined) return;
  const [larger, smaller] = one !== undefined && one.size > two.size ? [one, two] : [two, one];
  for (const member of smaller ?? []) larger.add(member);
  sets.set(key, larger);
  sets.delete(other);
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
