import type { BackendReport } from '../../operators/tensor/select-backend.js';

let warned = false;

/** Warn once per process if a slower backend replaces TensorFlow. */
export function warnOfStandIn({ name, fallback }: BackendReport, say: (warning: string) => void): void {
  if (fallback === undefined || warned) return;
  warned = true;
  say(`${fallback}; ${name} stands in, about ten times slower. Try hpdm setup, then hpdm doctor`);
}
