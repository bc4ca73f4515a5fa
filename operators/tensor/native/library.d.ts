/**
 * Path of hpdm's own kernels for the present sources and this processor, whether or not they have been compiled.
 *
 * @param packageFolder folder of `@tensorflow/tfjs-node-gpu`
 */
export function nativeLibrary(packageFolder: string): string;
