import { closed } from '../codec/closed.js';
import { key } from '../codec/key.js';
import { keyOf } from '../codec/one-of.js';
import { plain } from '../codec/plain.js';
import { CHOICES } from './choices.js';
import { DEFAULTS } from './defaults.js';

/** The keys of a condition on text. */
export const textKeys = {
  width: key(plain.whole, { about: "width of the text encoder's tokens", min: 1, source: '§4.6' }),
  tokens: key(plain.whole, { about: 'largest number of tokens of a text', min: 1, source: '§4.6' }),
  read: key(keyOf(CHOICES.read), {
    about: 'what the network reads of a text',
    default: DEFAULTS.text.read,
    source: 'ours',
  }),
};
const { read, ...textSizes } = textKeys;
const textCodec = closed({ expected: 'text', example: '{ width: 512, tokens: 10 }' }, textSizes, { read });

/** The keys of a condition. */
export const conditionKeys = {
  classes: key(plain.whole, { about: 'number of classes', derived: 'no classes', min: 1, source: '§4.6' }),
  text: key(textCodec, { about: 'the tokens of a text encoder', derived: 'no text', source: '§4.6' }),
};

/** The codec of a condition. */
export const conditionCodec = closed({ expected: 'condition', example: '{ classes: 10 }' }, {}, conditionKeys);
