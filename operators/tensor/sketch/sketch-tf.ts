import { engine, keep } from './engine.js';
import { sketchBackend } from './sketch-backend.js';
import { OPERATIONS } from './operations.js';
import { sketchesIn, type Sketch } from './sketch.js';

/** The result of an operation with a custom gradient. */
interface Custom {
  readonly value: Sketch;
  gradFunc(dy: Sketch, saved: readonly Sketch[]): Sketch | readonly Sketch[];
}
type CustomOperation = (...inputs: [...Sketch[], (saved: readonly Sketch[]) => void]) => Custom;

const customGrad =
  (operation: CustomOperation) =>
  (...inputs: Sketch[]): Sketch => {
    let custom: Custom | undefined;
    const results = engine().operate(
      inputs,
      (save) => {
        const { value } = engine().tidy(() => (custom = operation(...inputs, save)));
        return [value];
      },
      ([dy], saved) => [custom?.gradFunc(dy as Sketch, saved) ?? []].flat(),
    );
    return results[0] as Sketch;
  };

function dispose(given: unknown): void {
  for (const sketch of sketchesIn(given)) sketch.dispose();
}

/** The part of TensorFlow.js that operators use, on sketches; it counts like TensorFlow with hpdm's own kernels. */
export const sketchTf = {
  ...OPERATIONS,
  customGrad,
  dispose,
  keep,
  tidy: <T>(name: string | (() => T), work = name as () => T): T => engine().tidy(work),
  valueAndGrads:
    (work: (...xs: Sketch[]) => Sketch) =>
    (xs: readonly Sketch[]): { value: Sketch; grads: Sketch[] } =>
      engine().tidy(() => engine().gradients(() => work(...xs), xs)),
  getBackend: () => 'tensorflow',
  backend: () => sketchBackend,
};
