import type { Cascade } from '../../dsl/index.js';
import {
  attention,
  kept,
  layerNorm,
  linear,
  made,
  mlp,
  mlpResidual,
  normLinear,
  NOTHING,
  pairwise,
  times,
  together,
  type Numbers,
} from './operation-memory.js';
import { LATENT_MLP_RATIO } from './parameters.js';
import { conditionWidth, latentCount, latentsOf, tokenCount } from './shape.js';

/** Level, noise and class: the start of the latents, or the vector that modulates. */
export function conditionLevel(cascade: Cascade, count: number): Numbers {
  const width = conditionWidth(cascade);
  const noise = mlp(count, width, LATENT_MLP_RATIO * width);
  if (cascade.network.block === 'transformer') return together(noise, times(3, pairwise(count * width)));
  const latents = latentsOf(cascade, count);
  const start = together(noise, made(latents), times(3, kept(latents)));
  if (!cascade.network.selfCondition) return start;
  const rows = latents / width;
  const previous = together(made(latents), mlpResidual(rows, width, LATENT_MLP_RATIO * width), layerNorm(rows, width));
  return together(start, previous, pairwise(latents));
}

/** Text of N patches: padded by the null token, projected. */
export function textTokens(cascade: Cascade, count: number): Numbers {
  const { condition } = cascade;
  if (condition.kind !== 'text') return NOTHING;
  const [rows, width] = [count * condition.tokens, conditionWidth(cascade)];
  return together(
    kept(rows * condition.width),
    linear(rows, condition.width, width),
    times(3, kept((rows + count) * width)),
  );
}

/** Text read at the start of a block, its keys and values repeated for every level. */
export function readText(cascade: Cascade, count: number, levels: number): Numbers {
  const { condition, network } = cascade;
  if (condition.kind !== 'text') return NOTHING;
  const width = conditionWidth(cascade);
  const perPatch = network.block === 'rin' ? latentCount(cascade) : tokenCount(cascade);
  const text = count * (condition.tokens + 1);
  const x = { rows: count * levels * perPatch, width };
  const keyValue = { rows: text * levels, width: 2 * width };
  return together(
    ...[normLinear(x.rows, width, width), linear(text, width, 2 * width), linear(x.rows, width, width)],
    levels === 1 ? NOTHING : made(keyValue.rows * keyValue.width),
    attention(x, [x, keyValue], network.heads),
  );
}
