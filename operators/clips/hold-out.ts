import { createHash } from 'node:crypto';
import type { Clips } from '../values/clips.js';
import { onlyThose } from './clips-of.js';

/** The clips of a sequence that are held out, or the rest: a hash of a clip's name decides. */
export const holdOut = (clips: Clips, share: number, part: 'rest' | 'held-out'): Clips =>
  onlyThose(clips, ({ name }) => hashOf(name) < share === (part === 'held-out'));

/** A number in [0, 1) that depends on the name alone. */
export const hashOf = (name: string): number => createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
