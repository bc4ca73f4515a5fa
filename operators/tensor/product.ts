/** The product of all numbers; 1 of none. */
export const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);
