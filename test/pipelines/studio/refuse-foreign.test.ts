import { expect, test } from '@jest/globals';
import { refuseForeign } from '../../../pipelines/studio/refuse-foreign.js';

const TOKEN = 'c0ffee';
const asked = (url: string, headers: { host?: string; origin?: string } = {}) =>
  refuseForeign({ url, headers: { host: '127.0.0.1:4736', ...headers } }, 4736, TOKEN);

test('the page and what it asks for are answered, by both names of this machine', () => {
  expect(asked('/c0ffee/').pathname).toBe('/');
  expect(asked('/c0ffee').pathname).toBe('/');
  const { pathname, searchParams } = asked('/c0ffee/document?file=a.yaml', { origin: 'http://127.0.0.1:4736' });
  expect([pathname, searchParams.get('file')]).toEqual(['/document', 'a.yaml']);
  expect(asked('/c0ffee/', { host: 'localhost:4736', origin: 'http://localhost:4736' }).pathname).toBe('/');
});

test.each([
  ['no token', '/', {}],
  ['a wrong token', '/c0ffef/', {}],
  ['a part of the token', '/c0ffe/', {}],
  ['a longer one', '/c0ffeee/', {}],
  ['the token elsewhere', '/?token=c0ffee', {}],
  ['another page', '/c0ffee/', { origin: 'https://example.org' }],
  ['a page of another port', '/c0ffee/', { origin: 'http://127.0.0.1:8080' }],
  ['a page without an origin of its own', '/c0ffee/', { origin: 'null' }],
  ['a name that leads to this machine', '/c0ffee/', { host: 'rebound.example.org:4736' }],
  ['another port', '/c0ffee/', { host: '127.0.0.1:80' }],
])('%s is refused', (_, url, headers) => {
  expect(() => asked(url, headers)).toThrow('E_FOREIGN');
});

test('a request without a host is refused', () => {
  expect(() => refuseForeign({ url: '/c0ffee/', headers: {} }, 4736, TOKEN)).toThrow('E_FOREIGN');
});
