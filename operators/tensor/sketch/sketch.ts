import { product } from '../product.js';

/** The element types of a sketch. */
export type SketchType = 'float32' | 'int32' | 'bool';

/** A tensor that has a shape and no numbers, on which `plan` runs operators. */
export class Sketch {
  readonly size: number;
  readonly rank: number;
  readonly bytes: number;
  isDisposed = false;
  /** Whether it survives the `tidy` in which it was made. */
  kept = false;

  constructor(
    readonly shape: readonly number[],
    readonly dtype: SketchType,
    private readonly onDispose: (sketch: Sketch) => void,
  ) {
    this.size = product(shape);
    this.rank = shape.length;
    this.bytes = this.size * (dtype === 'bool' ? 1 : 4);
  }

  /** Dispose of the sketch; a second call has no effect. */
  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.onDispose(this);
  }
}

/** All sketches in a value, each once, at any depth of arrays and objects. */
export function sketchesIn(value: unknown, found = new Set<Sketch>(), seen = new Set<object>()): Set<Sketch> {
  if (value instanceof Sketch) return found.add(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) return found;
  seen.add(value);
  for (const part of Object.values(value)) sketchesIn(part, found, seen);
  return found;
}
