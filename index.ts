/** What a program or a module of operators imports from `hpdm`. */
export * from './dsl/index.js';
export * from './operators/values/ports.js';
export { cascade } from './operators/values/cascade.js';
export { context, projected } from './operators/values/context.js';
export { op, operators } from './operators/index.js';
export { tf } from './operators/tensor/tf.js';
