import type { Cascade } from '../../dsl/index.js';

/** Whether blocks read the tokens of a text by attention. */
export const attends = ({ condition }: Cascade): boolean => condition.kind === 'text' && condition.read !== 'modulate';

/** Whether the vector of a whole text is part of the condition of a patch, as its noise level is. */
export const modulates = ({ condition }: Cascade): boolean => condition.kind === 'text' && condition.read !== 'attend';
