import type { TextEncoder } from './text-encoder.js';
import { t5Encoder } from './t5-encoder.js';
import { tableEncoder } from './table-encoder.js';
import { useLiteEncoder } from './use-lite-encoder.js';
import { USE_LITE_WIDTH } from './use-lite.js';

/** What is known of a kind of encoder before it is loaded. */
export interface EncoderFacts {
  readonly summary: string;
  /** What its path names; undefined if it has none. */
  readonly path?: string;
  /** Width of its tokens; undefined if that depends on what the path names. */
  readonly width?: number;
  /** Whether encoding takes long enough that texts are worth keeping on disk. */
  readonly computes: boolean;
  /** Load the encoder; `width` is that of the cascade. */
  load(this: void, path: string, width: number): Promise<TextEncoder>;
}

/** The text encoders, by the name that a document gives them. */
export const TEXT_ENCODERS = {
  'use-lite': {
    summary: 'Universal Sentence Encoder Lite: English, comes with hpdm',
    width: USE_LITE_WIDTH,
    computes: true,
    load: useLiteEncoder,
  },
  table: {
    summary: 'texts that were encoded beforehand',
    path: 'a .safetensors file with a float32 table [T, D] for each text',
    computes: false,
    load: tableEncoder,
  },
  t5: {
    summary: 'the encoder of a T5, by the package @huggingface/transformers',
    path: 'a folder with the tokenizer and the ONNX files of a T5',
    computes: true,
    load: t5Encoder,
  },
} as const satisfies Readonly<Record<string, EncoderFacts>>;

/** The name of a text encoder. */
export type TextEncoderName = keyof typeof TEXT_ENCODERS;
