import { fileURLToPath } from 'node:url';
import {
  CompletionItemKind,
  DiagnosticSeverity,
  TextDocuments,
  TextDocumentSyncKind,
  type CompletionItem,
  type Connection,
  type Diagnostic,
  type Hover,
  type Range,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { HpdmError, type Fault } from '../../dsl/index.js';
import { checkDocument } from '../cli/check-document.js';
import { explain } from './explain.js';
import { propose, type Proposal } from './propose.js';

/** Milliseconds without a change before a document is checked. */
const PAUSE_MS = 200;

/**
 * Serve an editor: faults as `hpdm check` finds them, what fits at the cursor, and what stands under it.
 *
 * @param connection to the editor, which is not listening yet
 */
export function serveLanguage(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const waiting = new Map<string, NodeJS.Timeout>();
  connection.onInitialize(() => ({
    capabilities: {
      textDocumentSync: TextDocumentSyncKind.Incremental,
      completionProvider: { triggerCharacters: ['.', ' ', '{', '$'] },
      hoverProvider: true,
    },
    serverInfo: { name: 'hpdm' },
  }));
  connection.onCompletion(({ textDocument: { uri }, position }) => completions(documents.get(uri), position));
  connection.onHover(({ textDocument: { uri }, position }) => hover(documents.get(uri), position));
  documents.onDidChangeContent(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    const check = async (): Promise<void> => {
      const document = documents.get(uri);
      if (document === undefined) return;
      const { version } = document;
      const diagnostics = await diagnose(document);
      if (documents.get(uri)?.version === version) await connection.sendDiagnostics({ uri, version, diagnostics });
    };
    waiting.set(
      uri,
      setTimeout(() => void check().catch((error: unknown) => connection.console.error(String(error))), PAUSE_MS),
    );
  });
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(waiting.get(uri));
    waiting.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  documents.listen(connection);
  connection.listen();
}

/** The path of a document; one that was never saved lies in the working folder. */
const fileOf = ({ uri }: TextDocument): string => (uri.startsWith('file:') ? fileURLToPath(uri) : 'untitled.yaml');

const unsaved = (document: TextDocument) => ({ file: fileOf(document), text: document.getText() });

async function diagnose(document: TextDocument): Promise<Diagnostic[]> {
  const { file, text } = unsaved(document);
  // YAML files of other programs are none of ours
  if (!/^\s*["']?(hpdm|extends|cascade)["']?\s*:/m.test(text)) return [];
  try {
    await checkDocument({ file, text }, {});
    return [];
  } catch (error) {
    if (!(error instanceof HpdmError)) throw error;
    return error.faults.map((fault) => diagnosticOf(fault, document, file));
  }
}

/** A fault at its place; one in a file that the document names stands at the beginning, with the place in words. */
function diagnosticOf({ place, ...fault }: Fault, document: TextDocument, file: string): Diagnostic {
  const isHere = place === undefined || place.file === file;
  const start = { line: isHere ? (place?.line ?? 1) - 1 : 0, character: isHere ? (place?.column ?? 1) - 1 : 0 };
  const line = document.getText({ start, end: { line: start.line + 1, character: 0 } });
  const word = /^[^\s,}\]]+/.exec(line)?.[0] ?? '';
  const elsewhere = isHere ? [] : [`${place.file}:${place.line ?? 1}`];
  const facts = [fault.expected && `expected ${fault.expected}`, fault.got && `got ${fault.got}`];
  const said = [...elsewhere, fault.path, fault.message, ...facts, fault.try && `try: ${fault.try}`];
  return {
    range: { start, end: { ...start, character: start.character + word.length } },
    severity: DiagnosticSeverity.Error,
    source: 'hpdm',
    code: fault.code,
    message: said.filter((part) => part !== undefined && part !== '').join('\n'),
  };
}

const KINDS: Readonly<Record<Proposal['kind'], CompletionItemKind>> = {
  operator: CompletionItemKind.Function,
  port: CompletionItemKind.Field,
  key: CompletionItemKind.Property,
  word: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  parameter: CompletionItemKind.Variable,
};

const fenced = (text: string): { kind: 'markdown'; value: string } => ({
  kind: 'markdown',
  value: `\`\`\`text\n${text}\n\`\`\``,
});

async function completions(
  document: TextDocument | undefined,
  position: Range['start'],
): Promise<CompletionItem[] | undefined> {
  if (document === undefined) return undefined;
  const found = await propose(unsaved(document), document.offsetAt(position));
  if (found === undefined) return undefined;
  const range = { start: document.positionAt(found.from), end: document.positionAt(found.to) };
  return found.proposals.map(({ label, kind, insert, detail, about, isFirst }) => ({
    ...{ label, detail, kind: KINDS[kind], sortText: `${isFirst === true ? 0 : 1}${label}` },
    textEdit: { range, newText: insert },
    ...(about === undefined || about === '' ? {} : { documentation: fenced(about) }),
  }));
}

async function hover(document: TextDocument | undefined, position: Range['start']): Promise<Hover | undefined> {
  if (document === undefined) return undefined;
  const found = await explain(unsaved(document), document.offsetAt(position));
  if (found === undefined) return undefined;
  const range = { start: document.positionAt(found.from), end: document.positionAt(found.to) };
  return { contents: fenced(found.about), range };
}
