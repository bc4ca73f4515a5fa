import { tf } from '../operators/tensor/tf.js';

/**
 * Start watching the bytes held in tensors.
 *
 * @returns a function that stops watching and returns the largest number of bytes seen when a tensor was made
 */
export function watchMemory(): () => number {
  const engine = tf.engine() as unknown as { trackTensor(tensor: object, backend: object): void };
  const track = engine.trackTensor.bind(engine);
  let most = 0;
  engine.trackTensor = (tensor, backend) => {
    track(tensor, backend);
    most = Math.max(most, tf.memory().numBytes);
  };
  return () => {
    engine.trackTensor = track;
    return most;
  };
}
