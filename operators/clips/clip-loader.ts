import { counted, HpdmError } from '../../dsl/index.js';
import type { Context, Fault } from '../../dsl/index.js';
import type { Batch } from '../values/batch.js';
import type { Clip, Clips } from '../values/clips.js';
import { ClipCache } from './clip-cache.js';
import { decodingOf, limitOf, type ClipSettings, type ClipShape } from './clip-settings.js';
import { clipView, isTooShort, type ClipView } from './clip-view.js';
import type { StoredClip } from './stored-clip.js';

/** A draw whose clip is decoded. */
export interface Drawn {
  readonly clip: Clip;
  readonly stored: StoredClip;
  readonly view: ClipView;
}

/** What takes the place of a clip that cannot be used: the next one that can, or nothing. */
export type Unusable = 'replace' | 'skip';

/** What was found of one clip while looking for one that can be used. */
interface Look {
  readonly clip: Clip;
  /** Why it cannot be used. */
  readonly reason?: string;
  /** Number of frames, if they are too few. */
  readonly tooShort?: number;
  readonly damage?: string;
}

/** Draws that may follow each other without a clip that can be used. */
const PATIENCE = 1000;
/** Unusable clips that are always borne. */
const BORNE = 3;
/** Lines of the list at the end. */
const LISTED = 20;

/**
 * Decodes the clips of batches. A clip that cannot be used is replaced by the next one of the sequence that can, or left out, so that a batch
 * depends on the files alone, and not on the order in which they are decoded.
 */
export class ClipLoader {
  readonly #cache: ClipCache;
  readonly #settings: ClipSettings;
  readonly #shape: ClipShape;
  readonly #context: Context;
  readonly #seen = new Set<string>();
  readonly #broken = new Map<string, string>();
  readonly #short = new Map<string, string>();
  readonly #damaged = new Map<string, string>();

  private constructor(cache: ClipCache, settings: ClipSettings, shape: ClipShape, context: Context) {
    this.#cache = cache;
    this.#settings = settings;
    this.#shape = shape;
    this.#context = context;
  }

  /** Open the cache; fails E_FOLDER, E_DISK_FULL. */
  static async open(settings: ClipSettings, shape: ClipShape, context: Context): Promise<ClipLoader> {
    const { node, signal } = context;
    const place = `nodes.${node}.with.cache`;
    const limit = limitOf(settings);
    const options = { jobs: settings.jobs, limit, place, signal };
    const cache = await ClipCache.open(settings.cache, decodingOf(settings, shape), options);
    const bytes = cache.news();
    if (bytes !== undefined) {
      const most = limit < Infinity ? ` of at most ${settings.cacheLimit}` : '';
      context.note(`${settings.cache} has ${sizeOf(bytes)}${most} of decoded clips`);
    }
    return new ClipLoader(cache, settings, shape, context);
  }

  /**
   * The draws of a batch, decoded, while those of the next one are being decoded.
   *
   * @param unusable what takes the place of a clip that cannot be used: the next one, or nothing; of a batch without any, one clip is replaced
   * fails E_CLIPS when none or too few of the clips can be used, and like `ClipCache.get`
   */
  async load({ clips, first, size }: Batch, unusable: Unusable = 'replace'): Promise<Drawn[]> {
    const numbers = Array.from({ length: size }, (_, b) => first + b);
    const found = numbers.map((number) => this.#draw(clips, number));
    for (let ahead = first + size; ahead < Math.min(first + 2 * size, clips.length); ahead++) {
      this.#cache.prepare(clips.at(ahead, 0));
    }
    const draws = await Promise.all(found);
    // counted in the order of the draws, so that a run stops at the same batch whatever was decoded first
    for (const look of draws.flatMap(({ looks }) => looks)) this.#count(look);
    const [broken, most] = [this.#broken.size, Math.max(BORNE, this.#settings.maxBroken * this.#seen.size)];
    if (broken > most) throw this.#tooMany(`${broken} of ${counted(this.#seen.size, 'clip')} cannot be read`);
    const own = unusable === 'replace' ? draws : draws.filter(({ looks }) => looks.length === 1);
    const drawn = (own.length === 0 ? draws.slice(0, 1) : own).map(({ drawn }) => drawn ?? this.#giveUp());
    await this.#cache.hold(drawn.map(({ stored }) => stored.file));
    return drawn;
  }

  /** Stop decoding ahead. */
  close(): void {
    this.#cache.close();
  }

  /** Tell the user which clips were left out, and stop decoding ahead. */
  report(): void {
    this.close();
    const { warn } = this.#context;
    const [broken, short, damaged] = [this.#broken.size, this.#short.size, this.#damaged.size];
    if (broken > 0)
      warn(`clips left out because they cannot be read: ${broken} of ${this.#seen.size}${listOf(this.#broken)}`);
    if (short > 0)
      warn(
        `clips left out because they have fewer than ${this.#shape[0]} frames (short: hold or loop uses them; of hpdm train, --short): ${short} of ${this.#seen.size}${listOf(this.#short)}`,
      );
    if (damaged > 0) warn(`clips damaged in part, of which the rest was used: ${damaged}${listOf(this.#damaged)}`);
  }

  async #draw(clips: Clips, number: number): Promise<{ readonly looks: Look[]; readonly drawn?: Drawn }> {
    const looks: Look[] = [];
    const [frames] = this.#shape;
    for (let tries = 0; tries < Math.min(PATIENCE, clips.length); tries++) {
      const clip = clips.at((number + tries) % clips.length, 0);
      const found = await this.#cache.get(clip);
      if ('reason' in found) looks.push({ clip, reason: found.reason });
      else if (isTooShort(found.stored.shape[0], frames, this.#settings))
        looks.push({ clip, tooShort: found.stored.shape[0] });
      else {
        const { stored } = found;
        looks.push({ clip, ...(stored.damage === undefined ? {} : { damage: stored.damage }) });
        const view = clipView(stored, this.#shape, this.#settings, { seed: this.#context.seed, number });
        return { looks, drawn: { clip, stored, view } };
      }
    }
    return { looks };
  }

  #count({ clip: { name }, reason, tooShort, damage }: Look): void {
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    if (damage !== undefined) this.#damaged.set(name, damage);
    if (tooShort !== undefined) this.#short.set(name, counted(tooShort, 'frame'));
    if (reason === undefined) return;
    if (this.#broken.size === 0)
      this.#context.warn(`${name} cannot be read and is left out: ${reason}; further ones are listed at the end`);
    this.#broken.set(name, reason);
  }

  #giveUp(): never {
    const [short, broken] = [this.#short.size, this.#broken.size];
    if (short === 0)
      throw this.#tooMany(
        broken === 1 ? 'the one that was tried cannot be read' : `all ${broken} that were tried cannot be read`,
      );
    throw this.#fault({
      expected: `clips of at least ${counted(this.#shape[0], 'frame')}`,
      got:
        (broken === 0
          ? `all are shorter: ${counted(short, 'clip')}`
          : `${counted(short, 'clip')} that ${short === 1 ? 'is' : 'are'} shorter, and ${broken} that cannot be read`) +
        listOf(new Map([...this.#short, ...this.#broken])),
      try: 'short: hold, short: loop, take: whole, a greater fps, or a cascade with fewer frames',
    });
  }

  #tooMany(got: string): HpdmError {
    return this.#fault({
      expected: `clips that can be read, except for a share of ${this.#settings.maxBroken} (maxBroken)`,
      got: got + listOf(this.#broken),
      try: 'hpdm data FOLDER lists them; remove or repair these files',
    });
  }

  #fault(said: Pick<Fault, 'expected' | 'got' | 'try'>): HpdmError {
    return new HpdmError({ code: 'E_CLIPS', path: `nodes.${this.#context.node}`, ...said });
  }
}

/** Bytes in words. */
const sizeOf = (bytes: number): string =>
  bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;

const listOf = (reasons: ReadonlyMap<string, string>): string => {
  const lines = [...reasons].slice(0, LISTED).map(([name, reason]) => `\n            ${name}: ${reason}`);
  return lines.join('') + (reasons.size > LISTED ? `\n            and ${reasons.size - LISTED} more` : '');
};
