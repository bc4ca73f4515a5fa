import { product } from '../product.js';

/** The element types of a sketch. */
export type SketchType = 'float32' | 'int32' | 'bool';

/** The memory of a tensor's numbers, which clones and reshaped tensors share. */
export interface SketchData {
  readonly bytes: number;
  /** Sketches that are not disposed. */
  holders: number;
}

/** A tensor that has a shape and no numbers, on which `plan` runs operators. */
export class Sketch {
  readonly size: number;
  readonly rank: number;
  readonly data: SketchData;
  isDisposed = false;
  /** Whether it survives the `tidy` in which it was made. */
  kept = false;

  constructor(
    readonly shape: readonly number[],
    readonly dtype: SketchType,
    private readonly onDispose: (sketch: Sketch) => void,
    /** A sketch of the same numbers; undefined for new ones. */
    like?: Sketch,
  ) {
    this.size = product(shape);
    this.rank = shape.length;
    this.data = like?.data ?? { bytes: this.size * (dtype === 'bool' ? 1 : 4), holders: 0 };
    this.data.holders += 1;
  }

  /** Dispose of the sketch; a second call has no effect. */
  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.data.holders -= 1;
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
