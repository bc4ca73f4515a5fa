import type { Lease } from './lease.js';

/** The values of leases, each lent until the next one is asked for. */
export async function* lentUntilNext<T>(
  leases: AsyncIterable<Lease>,
  give: (lease: Lease) => void,
): AsyncGenerator<T, undefined> {
  for await (const lease of leases) {
    try {
      yield lease.value as T;
    } finally {
      give(lease);
    }
  }
}
