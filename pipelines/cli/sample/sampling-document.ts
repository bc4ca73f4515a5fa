import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Cascade, PipelineDocument } from '../../../dsl/index.js';
import { builtIn } from '../../built-in.js';
import { declaredParameters } from '../declared-parameters.js';
import { given } from '../run-flags.js';

/** What a sampling does besides sampling. */
export interface SamplingParts {
  /** What the videos are conditioned on; none where nothing is asked for. */
  readonly condition: Cascade['condition']['kind'];
  /** Whether a video file stands for coarser levels. */
  readonly fromFile: boolean;
  /** Whether all levels are shown side by side. */
  readonly showLevels: boolean;
  /** Whether each video has a file of its own. */
  readonly separate: boolean;
}

/** What a run writes beside the videos. */
export interface Beside {
  /** Whether there is a contact sheet of all of them. */
  readonly sheet: boolean;
}

/** The document for each kind of condition. */
export const SAMPLING_DOCUMENTS: Readonly<Record<Cascade['condition']['kind'], string>> = {
  none: 'sample.yaml',
  classes: 'sample-classes.yaml',
  text: 'sample-texts.yaml',
};

/** Parameters that are not in a record: where results go, and what changes no video. */
export const ELSEWHERE: readonly string[] = [
  ...['out', 'sheet', 'outs'],
  ...['cascade', 'comment', 'keep', 'together', 'first'],
];

type Part = Pick<PipelineDocument, 'params' | 'nodes'>;

/** The document that samples: one of those that come with hpdm, changed where more than sampling is asked for. */
export function samplingDocument(
  { condition, fromFile, showLevels, separate }: SamplingParts,
  { sheet }: Beside = { sheet: true },
): string | PipelineDocument {
  const file = builtIn(SAMPLING_DOCUMENTS[condition]);
  const shown = showLevels ? 'beside.video' : 'level[last].video';
  const parts = [
    ...(fromFile ? [fromFilePart()] : []),
    ...(showLevels ? [BESIDE] : []),
    ...(separate ? [separately(shown)] : []),
    ...(sheet ? [] : [{ nodes: withoutNode('sheet') }]),
  ];
  if (parts.length === 0) return file;
  const params = Object.assign({}, ...parts.map((part) => part.params ?? {})) as PipelineDocument['params'];
  const nodes = Object.assign({}, ...parts.map((part) => part.nodes)) as PipelineDocument['nodes'];
  return { hpdm: 1, extends: file, ...(params === undefined ? {} : { params }), nodes };
}

/** The defaults of the parameters of that document; the seed, which is that of a run there, is the run's default here. */
export function defaultsOf({ condition, fromFile }: SamplingParts): Record<string, unknown> {
  const own = Object.keys(fromFile ? (fromFilePart().params ?? {}) : {});
  const whole = declaredParameters(builtIn('super-resolve.yaml'));
  const declared = {
    ...declaredParameters(builtIn(SAMPLING_DOCUMENTS[condition])),
    ...Object.fromEntries(own.map((name) => [name, whole[name] ?? null])),
  };
  const defaults = Object.fromEntries(Object.entries(declared).map(([name, facts]) => [name, facts?.default]));
  return given({ ...defaults, seed: 0 });
}

/** What super-resolve.yaml changes in sample.yaml; the same goes for the other documents that sample. */
const fromFilePart = (): Part => parse(readFileSync(builtIn('super-resolve.yaml'), 'utf8')) as Part;

/** All levels side by side, in place of the last one. */
const BESIDE: Part = {
  nodes: {
    beside: {
      op: 'video.beside',
      in: { videos: 'level[*].video', slab: 'slabs.slab' },
      with: { cascade: '${cascade}' },
    },
    frames: { in: { video: 'beside.video' } },
  },
};

/** In a document that extends another, null takes a node out. */
const withoutNode = (...names: readonly string[]): PipelineDocument['nodes'] =>
  Object.fromEntries(names.map((name) => [name, null])) as unknown as PipelineDocument['nodes'];

/** A file for each video of the output `shown`, in place of a grid of all. */
const separately = (shown: string): Part => ({
  params: { outs: { type: 'list', of: 'string', description: 'a file for each video' } },
  nodes: {
    ...withoutNode('frames', 'file'),
    each: {
      for: 'each of ${outs}',
      chain: [
        { op: 'video.pick', in: { video: shown, slab: 'slabs.slab' }, with: { number: '${index}' } },
        { op: 'video.frames' },
        {
          op: 'video.write',
          with: { path: '${item}', fps: '${fps}', scale: '${scale}', comment: '${comment}', partial: true },
        },
      ],
    },
  },
});
