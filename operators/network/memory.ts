import type { Cascade } from '../../dsl/index.js';
import { conditionLevel, readText, textTokens } from './condition-memory.js';
import {
  attention,
  crossAttention,
  kept,
  layerNorm,
  linear,
  made,
  mlp,
  mlpResidual,
  normLinear,
  NOTHING,
  pairwise,
  selfAttention,
  times,
  together,
  type Numbers,
} from './operation-memory.js';
import { LATENT_MLP_RATIO } from './parameters.js';
import { fusesAt, isActive, latentCount, latentsOf, pixelsOf, tokenCount, tokensOf } from './shape.js';

/** Bytes of a float32. */
export const FLOAT = 4;

/** Patches on their way through the network. */
export interface Patches {
  /** N of every level. */
  readonly count: number;
  /** Coarse to fine. */
  readonly levels: readonly number[];
  /** Whether levels sample their context from the coarser ones on the way, or get it projected. */
  readonly nested: boolean;
}

/**
 * What the network leaves alive when its output is there, walked as blocks.ts and denoiser.ts do: the results of all its
 * operations, and what their gradients need. Weights, patches and given context are not counted, nor tensors that do not
 * grow with rows of tokens or latents.
 */
export function networkNumbers(cascade: Cascade, { count, levels, nested }: Patches): Numbers {
  const blocks = Array.from({ length: cascade.network.blocks }, (_, block) => {
    const active = levels.filter((level) => isActive(cascade, block, level));
    if (active.length === 0) return NOTHING;
    const fusing = active.filter((level) => fusesAt(cascade, block, level));
    const contexts = nested ? fusing.map((level) => context(cascade, count, level)) : [];
    return together(
      ...contexts,
      times(fusing.length, fuse(cascade, count)),
      stack(cascade, count, active.length),
      readText(cascade, count, active.length),
      cascade.network.block === 'rin'
        ? rinBlock(cascade, count * active.length)
        : transformerBlock(cascade, count * active.length),
    );
  });
  const ends = together(tokenize(cascade, count), conditionLevel(cascade, count), detokenize(cascade, count));
  return together(times(levels.length, ends), textTokens(cascade, count), ...blocks);
}

function tokenize(cascade: Cascade, count: number): Numbers {
  const [pixels, tokens] = [pixelsOf(cascade, count), tokensOf(cascade, count)];
  const { width } = cascade.network;
  const rows = tokens / width;
  return together(
    ...[kept(pixels), made(pixels), kept(pixels)],
    ...[linear(rows, pixels / rows, width), layerNorm(rows, width)],
    // by patch, positions added, by row
    times(3, kept(tokens)),
  );
}

function detokenize(cascade: Cascade, count: number): Numbers {
  const [pixels, { width }] = [pixelsOf(cascade, count), cascade.network];
  const rows = count * tokenCount(cascade);
  return together(normLinear(rows, width, pixels / rows), kept(pixels), made(pixels), kept(pixels));
}

/** Tokens of all coarser levels, sampled, their mean, and its projection with the place added. */
function context(cascade: Cascade, count: number, level: number): Numbers {
  const { width, coordinates, detachContext } = cascade.network;
  const tokens = tokensOf(cascade, count);
  return together(
    times(level, together(kept(tokens), made(tokens))),
    level === 1 ? NOTHING : together(times(level - 1, pairwise(tokens)), kept(tokens)),
    kept(tokens),
    detachContext ? made(tokens) : NOTHING,
    linear(tokens / width, width, width),
    coordinates ? times(3, kept(tokens)) : NOTHING,
  );
}

const fuse = (cascade: Cascade, count: number): Numbers => {
  const [tokens, { width }] = [tokensOf(cascade, count), cascade.network];
  return together(linear(tokens / width, width, width), pairwise(tokens));
};

/** Levels that share a block are put together before it, and parted after it. */
function stack(cascade: Cascade, count: number, levels: number): Numbers {
  if (levels === 1) return NOTHING;
  const latents = cascade.network.block === 'rin' ? latentsOf(cascade, count * levels) : 0;
  const size = tokensOf(cascade, count * levels) + latents;
  return together(kept(size), made(size));
}

function rinBlock(cascade: Cascade, count: number): Numbers {
  const { width: d, latentWidth: z, heads, layers, tokenMlpRatio } = cascade.network;
  const tokens = { rows: count * tokenCount(cascade), width: d };
  const latents = { rows: count * latentCount(cascade), width: z };
  const inner = Math.min(d, z);
  const think = mlpResidual(latents.rows, z, LATENT_MLP_RATIO * z);
  return together(
    crossAttention(latents, tokens, inner, heads),
    think,
    times(layers, together(selfAttention(latents, heads), think)),
    crossAttention(tokens, latents, inner, heads),
    mlpResidual(tokens.rows, d, tokenMlpRatio * d),
  );
}

function transformerBlock(cascade: Cascade, count: number): Numbers {
  const { width: d, heads, tokenMlpRatio } = cascade.network;
  const rows = count * tokenCount(cascade);
  const [norm, gate] = [kept(rows * d), kept(rows * d)];
  return together(
    ...[linear(count, d, 6 * d), made(6 * count * d)],
    ...[norm, linear(rows, d, 3 * d), attention({ rows, width: d }, [{ rows, width: 3 * d }], heads)],
    ...[linear(rows, d, d), gate, norm, mlp(rows, d, tokenMlpRatio * d), gate],
  );
}
