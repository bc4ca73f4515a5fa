import type { BackendReport } from '../../operators/tensor/select-backend.js';

let warned = false;

/** Say once in a process that a slow backend stands in for TensorFlow; nothing of a backend that was the first choice. */
export function warnOfStandIn({ name, fallback }: BackendReport, say: (warning: string) => void): void {
  if (fallback === undefined || warned) return;
  warned = true;
  say(`${fallback}; ${name} stands in, about ten times slower. Try hpdm setup, then hpdm doctor`);
}
