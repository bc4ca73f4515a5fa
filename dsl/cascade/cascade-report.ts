import type { Trail } from '../document/source.js';
import type { SizeRuleName } from './size-rules.js';

/** Further parts of a report: what was found, by default the value itself, and the rule that it breaks. */
export interface ReportDetails {
  readonly got?: string;
  readonly rule?: SizeRuleName;
}

/**
 * Report that the value at the end of a trail cannot work.
 *
 * @param advice what to try; YAML that corrects it, if one value does: `heads: 4`
 */
export type CascadeReport = (trail: Trail, expected: string, advice: string, details?: ReportDetails) => void;
