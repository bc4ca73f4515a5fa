/** Bytes of a process with tensors before it has any: Node, TensorFlow's library, and the threads of both. */
const EMPTY = 450 * 2 ** 20;
/** What kernels use for a while, and what the allocator leaves between tensors, by the bytes of the tensors (docs/benchmarks.md). */
const SHARE = 0.15;

/** Bytes that a process takes besides its tensors. */
export const processBytes = (tensors: number): number => Math.ceil(EMPTY + SHARE * tensors);

/** Bytes of tensors that a process holds which may take `memory` bytes; less than 0 where even an empty one takes more. */
export const tensorBytes = (memory: number): number => Math.floor((memory - EMPTY) / (1 + SHARE));
