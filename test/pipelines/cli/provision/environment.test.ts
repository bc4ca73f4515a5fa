import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildName, cacheFolder } from '../../../../pipelines/cli/provision/environment.js';

test('the cache folder is HPDM_CACHE, made absolute, before the platform’s place', () => {
  expect(cacheFolder({ HPDM_CACHE: 'here', XDG_CACHE_HOME: '/xdg' })).toBe(join(process.cwd(), 'here'));
  expect(cacheFolder({ XDG_CACHE_HOME: '/xdg', HOME: '/home/a' })).toBe(join('/xdg', 'hpdm'));
});

test('the cache keeps builds for another device or platform apart', () => {
  expect(buildName('cuda')).not.toBe(buildName('cpu'));
  expect(buildName('cpu')).toContain(`${process.platform}-${process.arch}`);
});
