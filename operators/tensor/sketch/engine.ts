import { Sketch, sketchesIn, type SketchType } from './sketch.js';

/** An operation on the tape, through which gradients are computed backwards. */
export interface TapeNode {
  readonly inputs: readonly Sketch[];
  readonly outputs: readonly Sketch[];
  /** Clones of the tensors that its gradient needs. */
  readonly saved: readonly Sketch[];
  /** The gradient of every input, from those of the outputs. */
  gradient(this: void, dys: readonly Sketch[], saved: readonly Sketch[]): readonly Sketch[];
}

/**
 * Counts work on sketches: bytes alive, scopes of `tidy`, and the tape of gradients, all in the same way as TensorFlow.js.
 *
 * A tensor that is saved, reshaped or cloned shares its numbers, which count once.
 */
export class Engine {
  /** Operations of matrix products, two for each multiply and add. */
  flops = 0;
  /** Number of patches that went through the network. */
  patches = 0;
  /** What an operator chose to keep within its memory, for plans to show. */
  choice: string | undefined;
  /** Largest sum of bytes alive. */
  most: number;
  private alive: number;
  private readonly scopes: Sketch[][] = [];
  private readonly tape: TapeNode[] = [];
  private recording = 0;
  private inOperation = 0;

  /** @param bytes alive at the start */
  constructor(bytes: number) {
    this.alive = bytes;
    this.most = bytes;
  }

  /** @param like a sketch whose numbers it shares; undefined for new ones */
  make(shape: readonly number[], dtype: SketchType = 'float32', like?: Sketch): Sketch {
    const made = new Sketch(shape, dtype, forget, like);
    if (like === undefined) this.alive += made.data.bytes;
    this.most = Math.max(this.most, this.alive);
    this.scopes.at(-1)?.push(made);
    return made;
  }

  /** Count the numbers of a disposed sketch as free, if no other one has them. */
  release({ data }: Sketch): void {
    if (data.holders === 0) this.alive -= data.bytes;
  }

  /** Run `work`, then dispose of all sketches that it made except those it returns. */
  tidy<T>(work: () => T): T {
    const made: Sketch[] = [];
    this.scopes.push(made);
    const result = work();
    const left = sketchesIn(result);
    this.scopes.pop();
    for (const sketch of made) if (!sketch.kept && !left.has(sketch)) sketch.dispose();
    this.scopes.at(-1)?.push(...made.filter((sketch) => !sketch.kept && !sketch.isDisposed));
    return result;
  }

  /**
   * Run one operation, and record it if gradients are being computed.
   *
   * @param compute returns the results and the sketches that the gradient needs; operations inside it are not differentiated
   */
  operate(
    inputs: readonly Sketch[],
    compute: (save: (sketches: readonly Sketch[]) => void) => readonly Sketch[],
    gradient: TapeNode['gradient'],
  ): readonly Sketch[] {
    const taped = this.recording > 0 && this.inOperation === 0;
    let saved: readonly Sketch[] = [];
    this.inOperation += 1;
    const outputs = compute((sketches) => {
      if (taped) saved = sketches.map((sketch) => keep(this.make(sketch.shape, sketch.dtype, sketch)));
    });
    this.inOperation -= 1;
    if (taped) this.tape.push({ inputs, outputs, saved, gradient });
    return outputs;
  }

  /** The gradients of a scalar with respect to `xs`; as in TensorFlow.js, saved tensors are disposed when all gradients are known. */
  gradients(work: () => Sketch, xs: readonly Sketch[]): { value: Sketch; grads: Sketch[] } {
    this.recording += 1;
    const value = this.tidy(work);
    this.recording -= 1;
    const grads = this.tidy(() => this.walkBack(value, xs));
    for (const { saved } of this.tape.splice(0)) for (const sketch of saved) sketch.dispose();
    return { value, grads };
  }

  private walkBack(value: Sketch, xs: readonly Sketch[]): Sketch[] {
    const { nodes, varying } = connected(this.tape, xs, value);
    const known = new Map([[value, this.make(value.shape)]]);
    for (const { inputs, outputs, saved, gradient } of nodes) {
      const dys = outputs.map((output) => known.get(output) ?? this.make(output.shape));
      const dxs = gradient(dys, saved);
      inputs.forEach((input, i) => {
        const dx = dxs[i];
        if (dx === undefined || !varying.has(input)) return;
        const before = known.get(input);
        known.set(input, before === undefined ? dx : this.make(dx.shape));
        before?.dispose();
      });
    }
    return xs.map((x) => known.get(x) ?? refuseUnreached(x));
  }
}

/** The operations between `xs` and y, from the last to the first, and every sketch that depends on `xs`. */
function connected(tape: readonly TapeNode[], xs: readonly Sketch[], y: Sketch) {
  const varying = new Set(xs);
  const after = tape.filter(({ inputs, outputs }) => {
    if (!inputs.some((input) => varying.has(input))) return false;
    for (const output of outputs) varying.add(output);
    return true;
  });
  const leading = new Set([y]);
  const nodes = after.reverse().filter(({ inputs, outputs }) => {
    if (!outputs.some((output) => leading.has(output))) return false;
    for (const input of inputs) leading.add(input);
    return true;
  });
  return { nodes, varying };
}

function refuseUnreached({ shape }: Sketch): never {
  throw new RangeError(`no gradient reaches a tensor [${shape.join(', ')}]`);
}

/** Take a sketch out of the `tidy` in which it was made. */
export function keep(sketch: Sketch): Sketch {
  sketch.kept = true;
  return sketch;
}

let current: Engine | undefined;

/** The engine of the present measurement. */
export function engine(): Engine {
  if (current === undefined) throw new RangeError('sketches are only worked on while a plan is made');
  return current;
}

/** Whether operators run on sketches at the moment, so that numbers need not be computed. */
export const isSketching = (): boolean => current !== undefined;

/** Count patches that go through the network, which shapes alone do not show; no effect outside a measurement. */
export function countPatches(count: number): void {
  if (current !== undefined) current.patches += count;
}

/** Tell the plan what is chosen to keep within the memory; no effect outside a measurement. */
export function tellChoice(choice: string): void {
  if (current !== undefined) current.choice = choice;
}

const forget = (sketch: Sketch): void => current?.release(sketch);

/** Run `work` with a given engine. */
export function withEngine<T>(own: Engine, work: () => T): T {
  const before = current;
  current = own;
  try {
    return work();
  } finally {
    current = before;
  }
}
