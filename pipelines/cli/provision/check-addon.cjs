/**
 * Load the TensorFlow addon named by the first argument and multiply with it; prints { tensorflow, gpu } as JSON.
 * It runs in a separate process because an addon that does not fit may crash.
 */
const util = require('node:util');
const { createRequire } = require('node:module');

util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const addon = process.argv[2];
const tfjsNode = require.resolve('@tensorflow/tfjs-node-gpu');
createRequire(tfjsNode)('@mapbox/node-pre-gyp/lib/pre-binding').find = () => addon;

const tf = require(tfjsNode);
const product = tf
  .matMul(
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    tf.tensor2d([
      [5, 6],
      [7, 8],
    ]),
  )
  .arraySync();
if (JSON.stringify(product) !== '[[19,22],[43,50]]')
  throw new Error(`a product came out as ${JSON.stringify(product)}`);
const backend = tf.backend();
console.log(JSON.stringify({ tensorflow: backend.binding.TF_Version, gpu: backend.isUsingGpuDevice }));
