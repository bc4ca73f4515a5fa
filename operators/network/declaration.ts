/** The initial values of a parameter. */
export type Start = 'fan-in' | 'zeros' | 'ones' | 'small' | 'identity' | 'context';

/** A parameter of the network: its key in a checkpoint, shape, initial values, and whether weight decay applies. */
export interface Declaration {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: Start;
  readonly decay: boolean;
}

/** A matrix that multiplies activations, [from, to]. */
export const matrix = (name: string, from: number, to: number, start: Start = 'fan-in'): Declaration => ({
  name: `${name}.kernel`,
  shape: [from, to],
  start,
  decay: true,
});

/** A vector that is added to activations or multiplies them. */
export const vector = (name: string, size: number, start: Start = 'zeros'): Declaration => ({
  name,
  shape: [size],
  start,
  decay: false,
});

/** A learned table: positions, latents, levels, classes. */
export const table = (name: string, rows: number, columns: number): Declaration => ({
  name,
  shape: [rows, columns],
  start: 'small',
  decay: false,
});
