import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { HpdmError } from '../../dsl/index.js';

/** The most that a request may send, in bytes; documents have a few thousand. */
export const MOST_BYTES = 2 * 2 ** 20;

/**
 * The JSON that a request sends; undefined if it sends nothing. What is too large is not read to its end.
 *
 * @param headers which may say how large it is
 * fails E_TOO_LARGE, E_REQUEST_FORM
 */
export async function readBody(request: Readable, headers: IncomingHttpHeaders = {}): Promise<unknown> {
  if (Number(headers['content-length']) > MOST_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  // destroying the request would close the connection before the answer
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    const got = (error as Error).message;
    throw new HpdmError({ code: 'E_REQUEST_FORM', expected: 'JSON', got, try: 'load the page again' });
  }
}

const tooLarge = (): HpdmError =>
  new HpdmError({
    code: 'E_TOO_LARGE',
    expected: `at most ${MOST_BYTES / 2 ** 20} MiB`,
    got: 'more',
    try: 'split the document: extends, graph: FILE',
  });
