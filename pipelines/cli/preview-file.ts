import { dirname, extname } from 'node:path';
import { HpdmError, type Picture } from '../../dsl/index.js';
import { prepareFolder } from '../../operators/disk/prepare-folder.js';
import { replaceFile } from '../../operators/disk/replace-file.js';
import { pngOf } from '../../operators/pixels/png-of.js';

/** Writes the preview pictures of a run. */
export interface PreviewFile {
  show(this: void, picture: Picture): void;
  /** Wait until the last picture is written. */
  close(this: void): Promise<void>;
}

/**
 * Keep the newest picture of a run in a file. Each picture replaces the file by a rename. Pictures that come faster than they can be
 * written are skipped. If one cannot be written, `lost` is called once with the reason, and the run continues without previews.
 *
 * fails E_OUTPUT_PATH when the path does not end in .png, E_FOLDER when its folder cannot be made; before anything runs
 */
export async function openPreviewFile(path: string, lost: (why: string) => void): Promise<PreviewFile> {
  if (extname(path).toLowerCase() !== '.png') {
    const [expected, got] = ['a file ending in .png', `--preview ${path}`];
    throw new HpdmError({ code: 'E_OUTPUT_PATH', expected, got, try: '--preview out/preview.png' });
  }
  await prepareFolder(dirname(path), '--preview');
  let writing: Promise<void> | undefined;
  let next: Picture | undefined;
  let broken = false;
  const writeAll = async (): Promise<void> => {
    for (let picture = next; picture !== undefined && !broken; picture = next) {
      next = undefined;
      try {
        await replaceFile(path, [await pngOf(picture)]);
      } catch (error) {
        broken = true;
        lost((error as Error).message);
      }
    }
    writing = undefined;
  };
  return {
    show: (picture) => {
      next = picture;
      writing ??= writeAll();
    },
    close: () => writing ?? Promise.resolve(),
  };
}
