import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HpdmError } from '../../dsl/index.js';

/** What of a request decides whether it is answered. */
export interface Asked {
  /** Path and query. */
  readonly url: string;
  readonly headers: Pick<IncomingHttpHeaders, 'host' | 'origin'>;
}

/**
 * Refuse requests of other pages and programs. The token keeps out other users of the machine and other pages; the name of the host
 * keeps out pages whose own name leads to this machine; the origin keeps out pages that have learnt the token.
 *
 * @param port on which the studio listens
 * @param token the first part of every path
 * @returns the path and the query after the token
 * fails E_FOREIGN
 */
export function refuseForeign({ url, headers: { host, origin } }: Asked, port: number, token: string): URL {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !hosts.includes(host)) {
    throw foreign(`the host ${hosts.join(' or ')}`, host ?? 'none', `http://${hosts[0]}/`);
  }
  if (origin !== undefined && origin !== `http://${host}`) {
    throw foreign(`the origin http://${host}`, origin, 'the page that hpdm studio opened');
  }
  const [, given = '', path = ''] = /^\/([^/?]*)(.*)$/s.exec(url) ?? [];
  if (!isSame(given, token)) {
    throw foreign('the token of this studio', 'another one, or none', 'the address that hpdm studio wrote');
  }
  return new URL(`http://${host}${path === '' ? '/' : path}`);
}

/** Whether two texts are the same, in a time that tells nothing of where they differ. */
function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const foreign = (expected: string, got: string, advice: string): HpdmError =>
  new HpdmError({ code: 'E_FOREIGN', expected, got, try: advice });
