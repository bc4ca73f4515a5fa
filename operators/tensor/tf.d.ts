/** TensorFlow.js, loaded at its first use. */
export * as tf from '@tensorflow/tfjs';

/** Run `work`, which must answer at once, with another namespace in the place of TensorFlow.js. */
export function withTf<T>(namespace: object, work: () => T): T;
