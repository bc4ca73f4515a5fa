import { HpdmError } from '../../../dsl/index.js';

/** How a NATS server is reached. */
export interface QueueAddress {
  /** `host:port` */
  readonly server: string;
  readonly login?: { readonly user: string; readonly pass: string };
  /** Whether only an encrypted connection is taken. */
  readonly tls: boolean;
}

/** Read `nats://user:password@host:4222` or `tls://host`; fails E_SET. */
export function queueAddress(url: string): QueueAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['nats:', 'tls:'].includes(parsed.protocol) || parsed.hostname === '') {
    const expected = 'the address of a NATS server: nats://HOST:4222, or tls://HOST:4222';
    throw new HpdmError({ code: 'E_SET', path: '--queue', expected, got: url, try: '--queue nats://127.0.0.1:4222' });
  }
  const { username, password, protocol, hostname, port } = parsed;
  return {
    ...{ server: `${hostname}:${port === '' ? '4222' : port}`, tls: protocol === 'tls:' },
    ...(username === '' ? {} : { login: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}
