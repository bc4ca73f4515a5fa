import { HpdmError, itemAt } from '../../dsl/index.js';
import { ClipFile } from './clip-file.js';
import { decodeVideos } from './decode-videos.js';
import type { Decoding } from './decoding.js';
import type { ExaminedVideo } from './examine-video.js';
import type { StoredClip } from './stored-clip.js';

/** A video to decode, and where to. */
export interface VideoWork {
  readonly video: ExaminedVideo;
  readonly decoding: Decoding;
  /** The folder of decoded clips. */
  readonly folder: string;
  /** The file inside it. */
  readonly file: string;
}

/** ffmpeg's address of the speaker, which is another one in every run: `[h264 @ 0x55acb70ba400]`. */
const ADDRESS = / @ 0x[0-9a-f]+(?=\])/g;

/**
 * Decode videos with one ffmpeg into files, each of which is complete or absent.
 *
 * @returns what was decoded of each; undefined where it had no frames
 * fails E_FFMPEG, also when ffmpeg speaks of a damage and it could be that of any of several videos; E_DISK_FULL, E_OUTPUT_WRITE, E_CANCELLED
 */
export async function storeVideos(
  works: readonly VideoWork[],
  signal: AbortSignal,
): Promise<(StoredClip | undefined)[]> {
  const files: ClipFile[] = [];
  try {
    for (const { folder, file } of works) files.push(await ClipFile.begin(folder, file));
    const said = await decodeVideos(
      works.map(({ video }) => video),
      files.map(({ descriptor }) => descriptor),
      signal,
    );
    if (said !== '' && works.length > 1) throw new HpdmError({ code: 'E_FFMPEG', got: said });
    const damage = said === '' ? {} : { damage: itemAt(said.split('\n'), 0).replaceAll(ADDRESS, '') };
    return await Promise.all(
      works.map(({ video: { height, width, rate }, decoding: { channels } }, i) =>
        itemAt(files, i).complete({ height, width, channels, ...(rate === undefined ? {} : { rate }), ...damage }),
      ),
    );
  } finally {
    await Promise.all(files.map((file) => file.discard()));
  }
}
