import { tf } from '../operators/tensor/tf.js';

/** The part of TensorFlow.js's engine that knows which tensors share their numbers. */
interface Tracking {
  readonly state: { readonly tensorInfo: { has(dataId: object): boolean; get(dataId: object): { bytes: number } } };
  trackTensor(tensor: { readonly dataId: object }, backend: object): void;
  removeDataId(dataId: object, backend: object): void;
}

/**
 * Start watching the bytes of the numbers of tensors; `tf.memory()` counts those that tensors share more than once.
 *
 * @returns a function that stops watching and returns the largest number of bytes seen, above those at the start
 */
export function watchMemory(): () => number {
  const engine = tf.engine() as unknown as Tracking;
  const [track, remove] = [engine.trackTensor.bind(engine), engine.removeDataId.bind(engine)];
  const { tensorInfo } = engine.state;
  let [alive, most] = [0, 0];
  engine.trackTensor = (tensor, backend) => {
    const isNew = !tensorInfo.has(tensor.dataId);
    track(tensor, backend);
    if (isNew) alive += tensorInfo.get(tensor.dataId).bytes;
    most = Math.max(most, alive);
  };
  engine.removeDataId = (dataId, backend) => {
    if (tensorInfo.has(dataId)) alive -= tensorInfo.get(dataId).bytes;
    remove(dataId, backend);
  };
  return () => {
    engine.trackTensor = track;
    engine.removeDataId = remove;
    return most;
  };
}
