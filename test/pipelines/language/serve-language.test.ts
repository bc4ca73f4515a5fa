import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { createConnection } from 'vscode-languageserver/node';
import {
  createProtocolConnection,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import { serveLanguage } from '../../../pipelines/language/serve-language.js';
import { scratch } from '../cli/command-line.js';

const [up, down] = [new PassThrough(), new PassThrough()];
const connection = createConnection(up, down);
serveLanguage(connection);
const editor = createProtocolConnection(down, up);
editor.listen();
afterAll(() => {
  editor.dispose();
  connection.dispose();
});

const folder = scratch();
const uri = pathToFileURL(join(folder, 'mine.yaml')).href;
const told = (): Promise<PublishDiagnosticsParams> =>
  new Promise((resolve) => editor.onNotification(PublishDiagnosticsNotification.type, resolve));
const show = (text: string) =>
  editor.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });

test('a fault in a file that the document names stands at its beginning, with the place', async () => {
  writeFileSync(join(folder, 'other.yaml'), 'hpdm: 1\nnodes:\n  a: { op: no.such }\n');
  const faults = told();
  await show('extends: other.yaml\n');
  const [fault] = (await faults).diagnostics;
  expect(fault?.range.start).toEqual({ line: 0, character: 0 });
  expect(fault?.message).toMatch(/^\S*other\.yaml:3\n/);
});

test('a document that is closed has no faults any more', async () => {
  const faults = told();
  await editor.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  expect((await faults).diagnostics).toEqual([]);
});
