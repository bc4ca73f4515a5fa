/** TensorFlow.js, loaded when something of it is first used. */
export * as tf from '@tensorflow/tfjs';
