import { smallCascade } from '../../cascade.js';
import { testContext } from '../../context.js';
import type { Context } from '../../../dsl/index.js';
import type { Clips } from '../../../operators/values/clips.js';

/** A cascade of three levels for grey clips of 8 × 16 × 16. */
export const greyCascade = (more: Parameters<typeof smallCascade>[0] = {}) => smallCascade({ channels: 1, ...more });

interface View<S> {
  open(settings: S, context: Context): Promise<Next> | Next;
}
interface Next {
  next(
    inputs: { readonly clips: Clips },
    number: number,
  ): Promise<{ readonly clips: Clips }> | { readonly clips: Clips };
}

/** What a view that is a stage makes of a sequence of clips. */
export const viewOf = async <S>(view: View<S>, settings: S, clips: Clips, seed = 0): Promise<Clips> =>
  (await (await view.open(settings, testContext({ seed }))).next({ clips }, 0)).clips;

/** The sequence that a source of clips emits. */
export async function clipsFrom<S>(
  source: {
    run(inputs: object, settings: S, context: Context, number: number): AsyncIterable<{ readonly clips: Clips }>;
  },
  settings: S,
  context: Context = testContext(),
): Promise<Clips> {
  for await (const { clips } of source.run({}, settings, context, 0)) return clips;
  throw new Error('no item');
}
