import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/**
 * Send a file, or the part of it that is asked for: players ask for parts when a video is wound.
 *
 * @param range as in the header `range`: `bytes=0-99`
 */
export async function sendFile(
  response: ServerResponse,
  path: string,
  headers: Readonly<Record<string, string>>,
  range: string | undefined,
): Promise<void> {
  const { size } = statSync(path);
  const part = partOf(range, size);
  if (part === 'outside') {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${size}` }).end();
    return;
  }
  const { start, end } = part ?? { start: 0, end: size - 1 };
  const length = { 'content-length': `${end - start + 1}`, 'accept-ranges': 'bytes' };
  const told = part === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` };
  response.writeHead(part === undefined ? 200 : 206, { ...headers, ...length, ...told });
  if (size === 0) response.end();
  // a page that goes away in the middle is no error
  else await pipeline(createReadStream(path, { start, end }), response).catch(() => undefined);
}

/** The bytes that a range asks for; undefined for a header that is not understood, which means all. */
export function partOf(
  range: string | undefined,
  size: number,
): { start: number; end: number } | 'outside' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start >= size || start > end ? 'outside' : { start, end };
}
