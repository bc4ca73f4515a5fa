/** Bytes of a process with tensors besides these: Node, TensorFlow's library, and what its kernels use for a while. */
export const PROCESS_BYTES = 500 * 2 ** 20;
