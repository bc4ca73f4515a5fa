import { expect, test } from '@jest/globals';
import { HpdmError, cancelled, type GraphNode } from '../../../dsl/index.js';
import { nameError } from '../../../dsl/run/name-error.js';

const node = {
  path: 'nodes.clip',
  operator: { id: 'video.read' },
  place: { file: 'sample.yaml', line: 4, column: 3 },
} as GraphNode;

test('an error says which node failed, where it was written, and which code outside hpdm threw it', () => {
  const cause = new Error('no frames');
  const named = nameError(node, cause);
  expect(named).toMatchObject({ code: 'E_OPERATOR_FAILED', exitCode: 3, cause });
  expect(named.message).toMatch(
    /^sample\.yaml:4:3 {2}nodes\.clip \(video\.read\) {2}E_OPERATOR_FAILED\n {2}no frames\n {2}got {7}an error from .*name-error\.test\.ts:\d+:\d+$/,
  );
  expect(nameError(node, 'a text').message).toContain('a text');
});

test('an error of hpdm gets what it does not say itself', () => {
  const placed = new HpdmError({ code: 'E_FILE_MISSING', place: { file: 'a.csv', line: 2 } });
  expect(nameError(node, placed)).toBe(placed);
  const named = nameError(node, new HpdmError({ code: 'E_FILE_MISSING', path: 'nodes.clip.with.path' }));
  expect(named.message).toMatch(/^sample\.yaml:4:3 {2}nodes\.clip\.with\.path {2}E_FILE_MISSING/);
  const bare = nameError(node, new HpdmError({ code: 'E_FFMPEG' }));
  expect(bare.message).toMatch(/^sample\.yaml:4:3 {2}nodes\.clip \(video\.read\) {2}E_FFMPEG/);
});

test('that a run was cancelled is not the fault of a node', () => {
  const own = cancelled();
  expect(nameError(node, own)).toBe(own);
});
