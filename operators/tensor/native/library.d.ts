/**
 * Path of hpdm's own kernels for these sources and this processor, whether or not they have been compiled.
 *
 * @param packageFolder folder of `@tensorflow/tfjs-node-gpu`
 */
export function nativeLibrary(packageFolder: string): string;
