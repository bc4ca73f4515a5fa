/** What a program or a module of operators imports from `hpdm`. */
export * from './dsl/index.js';
export * from './operators/ports.js';
export { cascade } from './operators/parameters.js';
export { context, projected } from './operators/context/context.js';
export { op, operators } from './operators/index.js';
export { tf } from './operators/tensor/tf.js';
