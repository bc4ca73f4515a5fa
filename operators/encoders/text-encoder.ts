/** A text as the network reads it. Its numbers have a root mean square of about 1. */
export interface EncodedText {
  /** Every token in its context, [T · D]. */
  readonly tokens: Float32Array;
  /** The whole text, [D]. */
  readonly pooled: Float32Array;
  /** That the encoder knows no part of the text, so that all such texts look alike; left out where it is not known. */
  readonly isUnknown?: boolean;
}

/** A loaded text encoder. */
export interface TextEncoder {
  /** The encoder with its version or weights: texts are kept on disk under it. */
  readonly identity: string;
  /** D, the width of a token. */
  readonly width: number;
  /** Encode a text that is not empty. */
  encode(this: void, text: string): Promise<EncodedText>;
  /** Free everything that the encoder holds. */
  dispose(this: void): void;
}
