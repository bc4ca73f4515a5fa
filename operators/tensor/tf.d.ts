/** TensorFlow.js, loaded when something of it is first used. */
export * as tf from '@tensorflow/tfjs';

/** Run `work`, which must answer at once, with another namespace in the place of TensorFlow.js. */
export function withTf<T>(namespace: object, work: () => T): T;
