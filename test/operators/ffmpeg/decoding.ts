import type { Decoding } from '../../../operators/ffmpeg/decoding-arguments.js';

/** A whole clip as it is. */
export const decoding: Decoding = {
  ...{ fps: 0, size: [], fit: 'crop', start: 0, length: 0, frames: 0, channels: 3, filter: '' },
  ...{ deinterlace: 'auto', background: '#000000' },
};
