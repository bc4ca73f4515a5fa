import { extname } from 'node:path';
import { HpdmError } from '../../dsl/index.js';

/** Refuse a path that does not end in .png; fails E_OUTPUT_PATH. */
export function checkPngPath(path: string, place: string): void {
  if (extname(path).toLowerCase() === '.png') return;
  const setting = place.startsWith('--') ? place : 'path:';
  const advice = `${setting} ${path.slice(0, path.length - extname(path).length) || 'sheet'}.png`;
  throw new HpdmError({
    code: 'E_OUTPUT_PATH',
    path: place,
    expected: 'a file ending in .png',
    got: path,
    try: advice,
  });
}
