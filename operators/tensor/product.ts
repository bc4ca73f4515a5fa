/** The product of all numbers; 1 if there are none. */
export const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);
