import { expect, test } from '@jest/globals';
import { HEADERS } from '../../../pipelines/studio/headers.js';

test('the policy of the page allows nothing from another address, and no script in the page itself', () => {
  const policy = HEADERS['content-security-policy'];
  expect(policy).toMatch(/default-src 'none'.*script-src 'self';/);
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
});
