import { expect, test } from '@jest/globals';
import { hashOf, holdOut } from '../../../operators/clips/hold-out.js';
import { namedClips, namesOf } from './media-files.js';

test('the hash of a name is that of SHA-256, and a clip is on one side', () => {
  // printf abc | sha256sum: ba7816bf…
  expect(hashOf('abc')).toBe(0xba7816bf / 2 ** 32);
  const [rest, out] = (['rest', 'held-out'] as const).map((part) => namesOf(holdOut(namedClips(50), 0.3, part)));
  expect([...(rest ?? []), ...(out ?? [])].sort()).toEqual(namesOf(namedClips(50)).sort());
});
