import { freemem } from 'node:os';

/** Bytes that a run may take where nobody set a limit: half of what is free on the machine and, in a container, within its limit. */
export function usualMemory(): number {
  const own = process.memoryUsage.rss();
  const limit = process.constrainedMemory(); // 0 or far more than there is where there is none
  const free = limit === 0 ? Infinity : limit - own;
  return Math.floor((Math.min(freemem(), free) + own) / 2);
}
