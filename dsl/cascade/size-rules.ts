/** A rule about the sizes of a cascade. */
export interface SizeRule {
  /** The rule, in one or two sentences. */
  readonly rule: string;
  /** Why it holds. */
  readonly why: string;
  /** The key that the fault E_CASCADE names. */
  readonly at: string;
}

/** Which sizes of a cascade are possible. `docs/cascade.md` has a section for each; the faults of a rule link to it. */
export const SIZE_RULES = {
  'positive-numbers': {
    rule: 'Every size and every count is 1 or more.',
    why: 'A video, a patch, a token and a network have at least one of everything.',
    at: 'any of these keys',
  },
  'first-level': {
    rule: 'The size of level 0 is that of the patch.',
    why: 'The first level is one patch, which shows the whole video at the lowest resolution.',
    at: '`levels[0].size`',
  },
  'longer-than-trained': {
    rule:
      '`frames` is at least the frames of the last level, and a multiple of the frames that become one frame of each coarser level: of those of ' +
      'level 0, and so of all.',
    why:
      'A frame of a coarser level stands for as many finer ones as in training. Level 0 is then sampled in tiles along time of the length of ' +
      'the patch, which overlap by half where its overlap says nothing else.',
    at: '`frames`',
  },
  'coarse-to-fine': {
    rule: 'Along every axis (frames, height, width), a level is at least as large as the previous one.',
    why: 'Information flows from coarse levels to finer ones only.',
    at: '`levels[i].size`',
  },
  'whole-factors': {
    rule: 'Along every axis, the size of the last level is a multiple of the size of every level.',
    why: 'Patches are cut at whole pixels of the last level, and each pixel of a coarser level is the average of a block of them.',
    at: '`levels[i].size`',
  },
  'tiles-inside-tiles': {
    rule:
      'Each tile of a level lies completely inside one tile of the previous level, whose tiles overlap by half. Along an axis on which the ' +
      'patch is even, or 1, this holds for a level that is at least twice as large as the previous one, and for one of the same size if the ' +
      'overlap is 0 or 0.5 and its tiles are not moved (`shift`). With `fusion: none` the rule does not apply.',
    why: 'A tile reads the context of the coarser tile that it lies in.',
    at: '`levels[i].size`',
  },
  overlap: {
    rule:
      'An overlap is 0 or more and less than 1. Along an axis on which a level is larger than the patch, it also leaves at least one pixel ' +
      'between the starts of neighbouring tiles: round(patch · (1 − overlap)) ≥ 1. Where a finer level says none, tiles overlap in space only, and start ' +
      'as many pixels apart as half of the patch has, or one or two more, so that this number and the token have no divisor in common. Along an axis on ' +
      'which the level is less than twice as large as the previous one, it is half of the patch.',
    why:
      'With a negative overlap, pixels between tiles would never be sampled; with an overlap of 1, all tiles would be at the same place. With half of ' +
      'overlap, the borders of tokens would lie at the same places in all tiles, and show.',
    at: '`levels[i].overlap`',
  },
  'whole-tokens': {
    rule: 'Along every axis, the size of the patch is a multiple of the size of the token.',
    why: 'A patch is cut into whole tokens.',
    at: '`network.token`',
  },
  heads: {
    rule:
      'The number of heads divides the width of every attention: `width` for transformer blocks; `latentWidth` and the smaller of `width` ' +
      'and `latentWidth` for RIN blocks.',
    why: 'Every head gets an equal part of the width.',
    at: '`network.heads`',
  },
  'levels-per-block': {
    rule:
      '`levelsPerBlock` has one number per block. Each is 1 or more and at most the number of levels, none is smaller than the one before, and ' +
      'the last is the number of levels.',
    why: 'A level goes through all blocks from its first one to the last.',
    at: '`network.levelsPerBlock`',
  },
} as const satisfies Readonly<Record<string, SizeRule>>;

/** The name of a rule about sizes. */
export type SizeRuleName = keyof typeof SIZE_RULES;

/** Where the rule is explained. */
export const linkTo = (rule: SizeRuleName): string => `docs/cascade.md#${rule}`;
