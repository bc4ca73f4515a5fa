import type { CascadeReport } from '../../../dsl/cascade/cascade-report.js';
import { resolveCascade } from '../../../dsl/cascade/cascade.js';

/** A cascade document that works. */
export type Document = Parameters<typeof resolveCascade>[0];

/** Two levels of patches of 4×16×16. */
export const document: Document = {
  cascade: 1,
  patch: [4, 16, 16],
  levels: [{ size: [4, 16, 16] }, { size: [4, 32, 32] }],
  network: { token: [1, 4, 4], width: 64, latents: 8, heads: 4, blocks: 2 },
};

/** Where a check found something, each as a path. */
export function reported(check: (report: CascadeReport) => void): string[] {
  const found: string[] = [];
  check((trail) => found.push(trail.join('.')));
  return found;
}
