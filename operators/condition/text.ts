import {
  int,
  itemAt,
  number,
  ownEntry,
  path,
  refusalsOf,
  source,
  strings,
  suggestion,
  HpdmError,
  type Cascade,
  type Refusal,
} from '../../dsl/index.js';
import { sketchCondition } from '../network/condition.js';
import { cascade } from '../values/cascade.js';
import { condition } from '../values/condition.js';
import { readSafetensors, readSafetensorsHeader, type SafeTensors, type StoredTensor } from '../disk/safetensors.js';
import { tf } from '../tensor/tf.js';

/**
 * Condition videos on texts. Their encoder tokens are read from a file with one table [T, D] per text, named by the text itself.
 *
 * out  condition  of `count` videos, which take the prompts in turn; an empty prompt is the null condition
 * fails E_CONDITION when the file has no table for a prompt, or a table that is too long or does not have the cascade's width
 */
export const conditionText = source({
  id: 'condition.text',
  summary: 'Condition videos on texts, read from a file of encoder tokens',
  emits: 'one',
  in: {},
  with: {
    cascade: cascade('width and largest number of tokens'),
    tokens: path('a .safetensors file with a float32 table [T, D] for each text'),
    prompts: strings(
      'texts; if there are more videos than texts, the list is repeated; an empty text is the null condition',
    ),
    count: int('videos sampled together', { default: 1, min: 1, unit: 'videos' }),
    guidance: number('scale of the step from the null condition to the text; 1: no guidance, more: past the text', {
      default: 1,
    }),
  },
  out: { condition: condition() },
  dimensions: ({ count }) => ({ B: count }),
  check: ({ cascade: { condition }, prompts, tokens }): readonly Refusal[] => {
    if (condition.kind !== 'text')
      return [refusal('cascade', 'a cascade with condition.text', `condition: ${condition.kind}`)];
    if (prompts.length === 0) return [refusal('prompts', 'at least one text', '[]')];
    return refusalsOf(() => {
      const { tensors } = readSafetensorsHeader(tokens);
      for (const prompt of prompts) checkTable(tensors, prompt, condition, tokens);
    }).map((fault) => ({ ...fault, path: 'with.tokens' }));
  },
  files: ({ tokens }) => ({ reads: { tokens } }),
  sketch: ({ cascade, count, guidance }) => {
    const condition = sketchCondition(cascade, count, guidance);
    return condition === undefined ? {} : { condition };
  },
  cost: ({ cascade, count }) => ({ bytes: 4 * count * shapeOf(cascade).tokens * (shapeOf(cascade).width + 1) }),
  run: async function* (_, { cascade, tokens: file, prompts, count, guidance }) {
    const shape = shapeOf(cascade);
    const { tensors } = await readSafetensors(file);
    const tables = prompts.map((prompt) => tableOf(tensors, prompt, shape, file));
    const { width: D, tokens: T } = shape;
    const data = new Float32Array(count * T * D);
    const seen = new Float32Array(count * T);
    for (let i = 0; i < count; i++) {
      const table = itemAt(tables, i % tables.length);
      data.set(table, i * T * D);
      seen.fill(1, i * T, i * T + table.length / D);
    }
    const [tokens, mask] = [tf.tensor3d(data, [count, T, D]), tf.tensor2d(seen, [count, T])];
    yield { condition: { kind: 'text' as const, tokens, mask, guidance } };
  },
});

/** Width and largest number of tokens. */
type TextShape = Extract<Cascade['condition'], { readonly kind: 'text' }>;

function shapeOf({ condition }: Cascade): TextShape {
  if (condition.kind !== 'text') throw new RangeError('the cascade has no text');
  return condition;
}

const refusal = (setting: string, expected: string, got: string): Refusal => ({
  code: 'E_CONDITION',
  path: `with.${setting}`,
  expected,
  got,
});

/** The encoder tokens of a prompt, T · D numbers; empty for the empty prompt. */
function tableOf(tensors: SafeTensors['tensors'], prompt: string, shape: TextShape, file: string): Float32Array {
  if (prompt === '') return new Float32Array();
  checkTable(tensors, prompt, shape, file);
  return tensors[prompt]?.data as Float32Array;
}

/** Check that the file has a table of the cascade's size for a prompt; the empty prompt needs none. */
function checkTable(
  tensors: Readonly<Record<string, Pick<StoredTensor, 'dtype' | 'shape'>>>,
  prompt: string,
  { width, tokens }: TextShape,
  file: string,
): void {
  const table = ownEntry(tensors, prompt);
  const [T = 0, D] = table?.shape ?? [];
  if (prompt === '') return;
  if (table?.dtype === 'F32' && table.shape.length === 2 && D === width && T <= tokens) return;
  const hint = suggestion(prompt, Object.keys(tensors));
  throw new HpdmError({
    code: 'E_CONDITION',
    place: { file },
    expected: `F32 [T, ${width}] with T ≤ ${tokens} for the text "${prompt}"`,
    got: table === undefined ? 'nothing of that name' : `${table.dtype} [${table.shape.join(', ')}]`,
    try: table === undefined ? hint : 'the tokens of the encoder the cascade is written for',
  });
}
