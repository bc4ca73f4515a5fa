import { choice, path, refusalsOf, stage, string, type Cascade, type Refusal, type Settings } from '../../dsl/index.js';
import { prepareFolder } from '../disk/prepare-folder.js';
import { readSafetensorsHeader } from '../disk/safetensors.js';
import { remembering } from '../encoders/remembering.js';
import { TEXT_ENCODERS, type EncoderFacts, type TextEncoderName } from '../encoders/text-encoders.js';
import type { EncodedText } from '../encoders/text-encoder.js';
import { nullCondition } from '../network/condition.js';
import { cascade } from '../values/cascade.js';
import { condition } from '../values/condition.js';
import { guidance, guidedBy, refuseGuidance } from '../values/guidance.js';
import { texts } from '../values/texts.js';
import { encodeWithin } from './encode-within.js';
import { padTexts } from './pad-texts.js';

const NAMES = Object.keys(TEXT_ENCODERS) as TextEncoderName[];

const SETTINGS = {
  cascade: cascade('width and largest number of tokens'),
  encoder: choice(NAMES, 'what encodes the texts', { default: 'use-lite' }),
  path: path('of table: a .safetensors file with a float32 table [T, D] for each text; of t5: the folder of a model', {
    default: '',
  }),
  ...guidance,
  negative: string('a text that guidance leads away from, in place of the null condition; empty: none', {
    default: '',
  }),
  cache: path('folder that keeps encoded texts for later runs; empty: none', { default: '' }),
};

type EncodeSettings = Settings<typeof SETTINGS>;

/**
 * Make the condition of videos from their texts. Every distinct text is encoded once.
 *
 * in   texts      of B videos; null and the empty text are the null condition
 * out  condition  of the B videos: tokens [B, T, D] with their mask, and the vectors [B, D] of whole texts
 * fails E_FOLDER when the cache cannot be written to; E_CONDITION when the encoder's tokens are not as wide as the cascade's, or a table has no such text; E_ENCODER when a package or a
 *       model is missing
 */
export const textEncode = stage({
  id: 'text.encode',
  summary: 'Make the condition of videos from their texts',
  in: { texts: texts() },
  with: SETTINGS,
  out: { condition: condition() },
  check: refuse,
  files: ({ encoder, path }) => (encoder === 'table' ? { reads: { path } } : {}),
  sketch: (settings, _, { texts }) => {
    const { cascade, negative } = settings;
    const condition = nullCondition(cascade, texts.length, guidedBy(settings), negative !== '');
    return condition === undefined ? {} : { condition };
  },
  cost: ({ cascade }, _, { inputs: { texts } }) => {
    const { tokens, width } = shapeOf(cascade);
    return { bytes: 4 * texts.length * (tokens + 1) * (width + 1) };
  },
  open: async (settings, { node, warn }) => {
    const { cascade, encoder: name, path, negative, cache } = settings;
    if (cache !== '') await prepareFolder(cache, `nodes.${node}.with.cache`);
    const shape = shapeOf(cascade);
    const facts: EncoderFacts = TEXT_ENCODERS[name];
    const encoder = remembering(await facts.load(path, shape.width), cache === '' ? undefined : cache);
    const encode = encodeWithin(encoder, shape, warn);
    return {
      next: async ({ texts }) => {
        const encoded: (EncodedText | undefined)[] = [];
        for (const text of texts) encoded.push(await encode(text));
        const away = negative === '' ? undefined : await encode(negative);
        return {
          condition: {
            ...{ kind: 'text' as const, ...guidedBy(settings), ...padTexts(encoded, shape) },
            ...(away === undefined ? {} : { negative: padTexts([away], shape) }),
          },
        };
      },
      done: encoder.dispose,
      abort: encoder.dispose,
    };
  },
});

/** Refuse settings that cannot work together. */
function refuse(settings: EncodeSettings): Refusal[] {
  const { cascade, encoder, path, guidance, negative, cache } = settings;
  const { condition } = cascade;
  if (condition.kind !== 'text') {
    return [refusal('cascade', 'a cascade with condition.text', `condition: ${condition.kind}`)];
  }
  const { path: what, width = condition.width, computes }: EncoderFacts = TEXT_ENCODERS[encoder];
  const found: Refusal[] = refuseGuidance(settings);
  if (what !== undefined && path === '') found.push(refusal('path', `${what} for encoder ${encoder}`, 'nothing'));
  if (what === undefined && path !== '') {
    found.push(refusal('path', `no path: encoder ${encoder} comes with hpdm`, path, 'remove it'));
  }
  if (encoder === 'table' && path !== '') {
    found.push(...refusalsOf(() => readSafetensorsHeader(path)).map((fault) => ({ ...fault, path: 'with.path' })));
  }
  if (width !== condition.width) {
    const expected = `an encoder whose tokens are ${condition.width} wide, as condition.text.width says`;
    found.push(refusal('encoder', expected, `${encoder}: ${width}`, `width: ${width}, in the cascade`));
  }
  if (negative !== '' && guidance.every((w) => w === 1)) {
    found.push(refusal('negative', 'guidance other than 1: it leads away from the negative text', '1'));
  }
  if (cache !== '' && !computes) {
    found.push(refusal('cache', `no cache: encoder ${encoder} reads a file anyway`, cache, 'remove it'));
  }
  return found;
}

const refusal = (setting: string, expected: string, got: string, advice?: string): Refusal => ({
  ...{ code: 'E_CONDITION', path: `with.${setting}`, expected, got },
  ...(advice === undefined ? {} : { try: advice }),
});

/** Width and largest number of tokens; that the cascade has text is checked before. */
function shapeOf({ condition }: Cascade) {
  if (condition.kind !== 'text') throw new RangeError('the cascade has no text');
  return condition;
}
