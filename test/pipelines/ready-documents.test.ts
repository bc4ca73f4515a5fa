import { expect, test } from '@jest/globals';
import { documentFile, readyDocuments } from '../../pipelines/ready-documents.js';

test('the documents that can be run, each with what it does; parts of others are left out', () => {
  const names = readyDocuments().map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['sample', 'sample-classes', 'train', 'transcode']));
  expect(names).not.toContain('level');
  expect(readyDocuments().filter(({ about }) => about === '')).toEqual([]);
});

test('a bare name is a document of the package, anything else a path', () => {
  expect(documentFile('sample')).toMatch(/pipelines\/sample\.yaml$/);
  expect(documentFile('sample.yaml')).toBe('sample.yaml');
  expect(documentFile('/dev/fd/63')).toBe('/dev/fd/63');
  expect(documentFile('LICENSE')).toBe('LICENSE');
});

test('a cascade is named where one will do', () => {
  expect(documentFile('mnist', true)).toMatch(/cascades\/mnist\.yaml$/);
  expect(() => documentFile('mnist')).toThrow(/E_DOCUMENT_UNKNOWN[^]*mnist, a cascade[^]*try +sample cascade=mnist/);
});

test('an unknown name is answered with the nearest one', () => {
  expect(() => documentFile('smaple')).toThrow(/E_DOCUMENT_UNKNOWN[^]*did you mean "sample"/);
  expect(() => documentFile('ucf101s', true)).toThrow(/did you mean "ucf101-s"/);
});
