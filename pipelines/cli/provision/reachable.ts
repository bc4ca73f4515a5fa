import type { Environment } from './environment.js';

const PATIENCE_MS = 4_000;

/** Whether a web host answers. Behind a proxy, which `fetch` does not use, every host counts as reachable. */
export async function isReachable(url: string, env: Environment): Promise<boolean> {
  const proxy = env['HTTPS_PROXY'] ?? env['https_proxy'] ?? env['HTTP_PROXY'] ?? env['http_proxy'];
  if (proxy) return true;
  return fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) }).then(
    () => true,
    () => false,
  );
}
