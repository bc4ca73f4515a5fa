import { expect, test } from '@jest/globals';
import { testOnly } from '../backends.js';
import { filesThatCall } from './files-that-call.js';

/** The tests of whole networks once more, on the backend in plain JavaScript. */
testOnly('cpu');
const files = filesThatCall('onFastBackends', 'asInReference');
for (const file of files) await import(`./${file}`);

test('the tests of whole networks are found', () => {
  expect(files.length).toBeGreaterThan(15);
});
