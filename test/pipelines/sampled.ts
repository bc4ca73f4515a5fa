import type { tf } from '../../operators/tensor/tf.js';
import { load as loadWith, type Cascade, type PipelineDocument } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import type { BackendChoice } from '../../operators/tensor/select-backend.js';
import { open } from '../../pipelines/api/run.js';
import { builtIn } from '../../pipelines/built-in.js';
import { givenCondition } from '../given-condition.js';
import { givenNetwork } from '../given-network.js';
import { tileByTile } from '../tile-by-tile.js';

const KNOWN = Object.fromEntries(
  [...Object.values(operators), givenNetwork, givenCondition, tileByTile].map((one) => [one.id, one]),
);

const IN = { network: 'model.network', context: 'level[<].context', coarser: 'level[<].video' };
const SETTINGS = { level: '${index}', count: '${count}', seed: '${seed}', batch: '${batch}' };

const SAMPLING: PipelineDocument = {
  hpdm: 1,
  params: {
    cascade: { type: 'cascade', default: builtIn('cascades/mnist.yaml') },
    count: { type: 'int', default: 1 },
    seed: { type: 'int', default: 0 },
    batch: { type: 'int', default: 64 },
    until: { type: 'int', default: -1, min: -1 },
  },
  nodes: {
    model: { op: givenNetwork.id, with: { cascade: '${cascade}' } },
    level: { for: 'levels of ${cascade} to ${until}', graph: builtIn('level.yaml'), in: IN, with: SETTINGS },
  },
  out: { video: 'level[last].video' },
};

const BODY = {
  nodes: {
    tiles: {
      op: tileByTile.id,
      in: {
        ...{ canvas: 'in.canvas', sigma: 'in.sigma', network: 'in.network', context: 'in.context' },
        ...{ condition: 'in.condition', latents: 'in.latents', shift: 'in.shift' },
      },
      with: { level: '${level}' },
    },
  },
  out: { denoised: 'tiles.denoised', latents: 'tiles.latents' },
};

/** As `level.yaml`, with a body that takes the tiles one by one, backwards; too little memory for the context of all of them to be kept. */
const TILE_BY_TILE = {
  params: {
    ...{ level: { type: 'int', default: 0 }, count: { type: 'int', default: 1 } },
    ...{ seed: { type: 'int', default: 0 }, batch: { type: 'int', default: 64 } },
  },
  in: { network: '', context: '', condition: '', coarser: '' },
  nodes: {
    noise: { op: 'noise.canvas', in: { condition: 'in.condition' }, with: { level: '${level}', count: '${count}' } },
    fuse: {
      op: 'context.fuse',
      in: { network: 'in.network', context: 'in.context' },
      with: { level: '${level}', memory: 1 },
    },
    solve: {
      op: 'denoise.solve',
      in: {
        ...{ canvas: 'noise.canvas', network: 'in.network', context: 'fuse.projected' },
        ...{ condition: 'in.condition', coarser: 'in.coarser' },
      },
      with: { level: '${level}' },
      body: BODY,
    },
    encode: {
      op: 'context.encode',
      in: { video: 'solve.video', network: 'in.network', context: 'in.context', condition: 'in.condition' },
      with: { level: '${level}', seed: '${seed}', batch: '${batch}' },
    },
  },
  out: { video: 'solve.video', context: 'encode.context' },
};

/** How something is sampled that must not change with it, but for the seed. */
export interface Choices {
  readonly count?: number;
  readonly seed?: number;
  /** The last level that is sampled; that of the cascade if left out. */
  readonly until?: number;
  /** Tiles that go through the network together. */
  readonly batch?: number;
  readonly inSlabs?: boolean;
  /** One tile after the other, the last first, in place of the product's order and groups. */
  readonly tileByTile?: boolean;
  /** Bytes that the run may take. */
  readonly memory?: number | undefined;
  /** How far past the null condition, where the cascade takes a condition; undefined: without one. */
  readonly guidance?: number | undefined;
  readonly backend?: BackendChoice;
  /** A video file that stands for the levels up to one, and how far they are sampled anew. */
  readonly clip?: { readonly path: string; readonly frames: number; readonly at: number; readonly strength: number };
}

/** The document that samples in one of these ways. */
function documentFor({ inSlabs = false, tileByTile = false, guidance, clip }: Choices): PipelineDocument {
  const { model, level } = SAMPLING.nodes;
  const together = { count: '${count}', together: '${count}' };
  const slabs = { op: 'patch.slabs', with: { cascade: '${cascade}', level: '${until}', ...together } };
  const condition = { op: givenCondition.id, with: { cascade: '${cascade}', count: '${count}', guidance } };
  const own = {
    ...IN,
    ...(inSlabs ? { slab: 'slabs.slab' } : {}),
    ...(guidance === undefined ? {} : { condition: 'condition.condition' }),
    ...(clip === undefined ? {} : { start: 'given[${index}].video else none' }),
  };
  const nodes = {
    ...(inSlabs ? { slabs } : {}),
    ...(guidance === undefined ? {} : { condition }),
    ...(clip === undefined ? {} : clipNodes(clip, inSlabs)),
    model,
    level: {
      ...level,
      in: own,
      with: { ...SETTINGS, ...(clip && { strength: clip.strength }) },
      ...(tileByTile ? { graph: 'one-by-one' } : {}),
    },
  };
  const graphs = tileByTile ? { graphs: { 'one-by-one': TILE_BY_TILE } } : {};
  return { ...SAMPLING, nodes, ...graphs } as PipelineDocument;
}

/** As in super-resolve.yaml. */
const clipNodes = ({ path, frames, at }: NonNullable<Choices['clip']>, inSlabs: boolean) => ({
  clip: { op: 'patch.clip', with: { cascade: '${cascade}', level: at, path, frames } },
  given: {
    for: `levels of \${cascade} to ${at}`,
    op: 'patch.clip-frames',
    in: { clip: 'clip.clip', ...(inSlabs ? { slab: 'slabs.slab' } : {}) },
    with: { cascade: '${cascade}', level: '${index}', ...(inSlabs ? {} : { count: '${count}' }) },
  },
});

/** The numbers of the finest level's videos, each apart. */
export async function sample(cascade: Cascade, choices: Choices): Promise<Float32Array[]> {
  const { memory, seed = 0, count = 1, batch = 64, until = -1, backend = 'tensorflow' } = choices;
  const usual = memory === undefined ? {} : { usual: memory };
  const graph = await loadWith(documentFor(choices), { cascade, seed, count, batch, until }, KNOWN, {}, usual);
  const running = await open(graph, { seed, backend });
  const videos: number[][] = Array.from({ length: count }, () => []);
  for await (const video of running.items<tf.Tensor5D>('video')) {
    const all = await video.data<'float32'>();
    const each = all.length / count;
    videos.forEach((numbers, b) => numbers.push(...all.subarray(b * each, (b + 1) * each)));
  }
  await running.finished;
  return videos.map((numbers) => Float32Array.from(numbers));
}

/** The largest difference between two lists of numbers; NaN where they have other lengths, or no numbers in them. */
export const farthest = (a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): number =>
  a?.length === b?.length ? Math.max(...Array.from(a ?? [NaN], (value, i) => Math.abs(value - (b?.[i] ?? NaN)))) : NaN;
