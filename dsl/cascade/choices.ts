/** The words that a cascade can choose from, apart from those of a level's sampling, each with its meaning. */
export const CHOICES = {
  block: {
    rin: 'reads the tokens into latents, computes with the latents, and writes back (RIN)',
    transformer: "self-attention over the patch's tokens, without latents",
  },
  fusion: {
    deep: 'finer levels read the coarser ones before every block',
    shallow: 'finer levels read the coarser ones before their first block only',
    none: 'no level reads the tokens of another one; with `pixels`, this is the shallow fusion of HPDM',
  },
  read: {
    attend: 'its tokens, by attention at the start of every block',
    modulate: 'the vector of the whole text, together with the noise level; cheaper',
    both: 'its tokens and the vector',
  },
  start: {
    noise: 'noise alone',
    coarser: 'the finished video of the level before, upsampled, and noise of σ max',
  },
  time: {
    pick: 'the middle one of the frames that become one',
    average: 'the average of the frames that become one',
  },
} as const;

/** A kind of block. */
export type Block = keyof typeof CHOICES.block;

/** Where finer levels read coarser ones. */
export type Fusion = keyof typeof CHOICES.fusion;

/** How the network reads a text. */
export type TextReading = keyof typeof CHOICES.read;

/** What the sampling of a level starts from. */
export type SamplingStart = keyof typeof CHOICES.start;

/** How frames are reduced for coarser levels. */
export type TimeReduction = keyof typeof CHOICES.time;
