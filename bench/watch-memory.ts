import { tf } from '../operators/tensor/tf.js';

/**
 * Watch the bytes of tensors from now on.
 *
 * @returns what ends it and tells the most that were alive whenever the backend was given a new tensor
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
