export * from './dsl/index.js';
export * from './operators/ports.js';
export { operators } from './operators/index.js';
