/** Settings that ffmpeg gets as the user wrote them. */
export interface PassedOn {
  readonly codec?: string;
  readonly format?: string;
  readonly preset?: string;
  readonly pixelFormat?: string;
  readonly filter: string;
  readonly extra?: readonly string[];
}

/** The preset that `video.write` has unless it is told another one. */
export const USUAL_PRESET = 'medium';

/** What to look at when ffmpeg refuses its arguments: the settings that the user gave, as in a document. */
export function passedOn({ codec, format, preset, pixelFormat, filter, extra = [] }: PassedOn): string | undefined {
  const given = Object.entries({ filter, codec, format, preset, pixelFormat, extra: extra.join(' ') })
    .filter(([name, value]) => value && (name !== 'preset' || value !== USUAL_PRESET))
    .map(([name, value]) => `${name}: ${value}`);
  return given.length === 0 ? undefined : `correct what it complains of: ${given.join(', ')}`;
}
