/**
 * Path of hpdm's own kernels for the present sources and this processor, whether or not they have been compiled.
 *
 * @param packageFolder folder of `@tensorflow/tfjs-node-gpu`
 */
export function nativeLibrary(packageFolder: string): string;

/**
 * Path of the library that makes TensorFlow's context a member of a gang (operators/tensor/members/native), likewise.
 *
 * @param packageFolder folder of `@tensorflow/tfjs-node-gpu`
 */
export function membersLibrary(packageFolder: string): string;
