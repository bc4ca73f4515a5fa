import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import {
  createProtocolConnection,
  CompletionRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  type CompletionItem,
  type InitializeParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';

const BIN = fileURLToPath(new URL('../../../pipelines/cli/bin.js', import.meta.url));
const uri = 'file:///work/mine.yaml';

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill()));

/** `hpdm lsp` as an editor starts it. */
function started(): {
  child: ChildProcess;
  editor: ProtocolConnection;
  told(this: void): Promise<PublishDiagnosticsParams>;
} {
  const child = spawn(process.execPath, [BIN, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const editor = createProtocolConnection(child.stdout, child.stdin);
  const waiting: ((params: PublishDiagnosticsParams) => void)[] = [];
  editor.onNotification(PublishDiagnosticsNotification.type, (params) => waiting.shift()?.(params));
  editor.listen();
  return { child, editor, told: () => new Promise((resolve) => waiting.push(resolve)) };
}

test('an editor is told of faults, of what fits and of what stands there, over standard input and output', async () => {
  const { child, editor, told } = started();
  const { capabilities } = await editor.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    capabilities: {},
    workspaceFolders: null,
  } as InitializeParams);
  expect(capabilities).toMatchObject({ hoverProvider: true });
  await editor.sendNotification(InitializedNotification.type, {});
  const text = 'hpdm: 1\nnodes:\n  a: { op: noise.canvs }\n';
  const faults = told();
  await editor.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  const { diagnostics } = await faults;
  expect(diagnostics).toMatchObject([{ code: 'E_OPERATOR_UNKNOWN', range: { start: { line: 2 } } }]);
  expect(diagnostics[0]?.message).toContain('did you mean "noise.canvas"');

  const position = { line: 2, character: 20 };
  const items = (await editor.sendRequest(CompletionRequest.type, {
    textDocument: { uri },
    position,
  })) as CompletionItem[];
  expect(items.find(({ label }) => label === 'noise.canvas')).toMatchObject({
    textEdit: { newText: 'noise.canvas', range: { start: { line: 2, character: 11 }, end: position } },
    documentation: { value: expect.stringContaining('noise.canvas   source of one item') },
  });

  const mended = told();
  await editor.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [
      {
        text: 'hpdm: 1\nnodes:\n  read: { op: video.read, with: { path: a.mp4 } }\n  write: { op: video.write, in: { frames: read.frames }, with: { path: b.mp4 } }\n',
      },
    ],
  });
  expect((await mended).diagnostics).toEqual([]);
  const hover = await editor.sendRequest(HoverRequest.type, {
    textDocument: { uri },
    position: { line: 2, character: 18 },
  });
  expect(hover).toMatchObject({ contents: { value: expect.stringContaining('video.read   source') } });

  const ended = once(child, 'exit');
  await editor.sendRequest(ShutdownRequest.type);
  await editor.sendNotification(ExitNotification.type);
  expect((await ended)[0]).toBe(0);
  editor.dispose();
});

test('YAML of other programs is left alone; a closed standard input ends it, as an error if the editor did not say so', async () => {
  const { child, editor, told } = started();
  await editor.sendRequest(InitializeRequest.type, {
    processId: null,
    capabilities: {},
    workspaceFolders: null,
  } as InitializeParams);
  const faults = told();
  await editor.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'yaml', version: 1, text: 'name: build\non: push\n' },
  });
  expect((await faults).diagnostics).toEqual([]);
  const ended = once(child, 'exit');
  child.stdin?.end();
  expect((await ended)[0]).toBe(1);
});
