import { expect, test } from '@jest/globals';
import { queueAddress } from '../../../../pipelines/cli/farm/queue-address.js';

test('is a host and a port, perhaps with a login, perhaps encrypted', () => {
  expect(queueAddress('nats://10.0.0.1')).toEqual({ server: '10.0.0.1:4222', tls: false });
  expect(queueAddress('tls://farm:a%40b@queue.example:5000')).toEqual({
    ...{ server: 'queue.example:5000', tls: true, login: { user: 'farm', pass: 'a@b' } },
  });
});

test.each(['10.0.0.1:4222', 'http://10.0.0.1', 'nats://', ''])('%j is refused', (url) => {
  expect(() => queueAddress(url)).toThrow(/--queue {2}E_SET[^]*try {7}--queue nats:/);
});
