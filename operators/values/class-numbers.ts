import type { Cascade } from '../../dsl/index.js';

/** The numbers of a cascade's classes; none where it has no classes. */
export const classNumbers = ({ condition }: Cascade): readonly number[] =>
  condition.kind === 'classes' ? Array.from({ length: condition.classes }, (_, n) => n) : [];
