import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { hoverTooltip, type Tooltip } from '@codemirror/view';
import type { Proposal } from '../../language/propose.js';
import { ask } from './ask.js';
import { store } from './store.js';

/** CodeMirror's names of what is proposed, which its icons go by. */
const TYPES: Readonly<Record<Proposal['kind'], string>> = {
  operator: 'function',
  port: 'property',
  key: 'property',
  word: 'enum',
  reference: 'variable',
  parameter: 'constant',
};

/** After these, what fits is shown without being asked for. */
const BEGINS = /[\w.$-]$|\$\{$|: $|[{,] $/;

async function complete({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> {
  const { value: document } = store.stored;
  const line = state.doc.lineAt(pos);
  if (document === undefined || (!explicit && !BEGINS.test(line.text.slice(0, pos - line.from)))) return null;
  const found = await ask('POST /propose', { file: document.file, text: state.doc.toString(), offset: pos });
  if (found === null || found.proposals.length === 0) return null;
  return { from: found.from, options: found.proposals.map(optionOf), validFor: /^[\w.$[\]'-]*$/ };
}

const optionOf = ({ label, kind, insert, detail, about, isFirst }: Proposal): Completion => ({
  ...{ label, detail, apply: insert, type: TYPES[kind] },
  ...(isFirst === true ? { boost: 1 } : {}),
  ...(about === undefined || about === '' ? {} : { info: () => preformatted(about) }),
});

async function explain(text: string, pos: number): Promise<Tooltip | null> {
  const { value: document } = store.stored;
  if (document === undefined) return null;
  const found = await ask('POST /explain', { file: document.file, text, offset: pos });
  if (found === null) return null;
  return { pos: found.from, end: found.to, above: true, create: () => ({ dom: preformatted(found.about) }) };
}

/** Text with columns, as the terminal shows it. */
function preformatted(text: string): HTMLElement {
  const element = document.createElement('pre');
  element.className = 'contract';
  element.textContent = text;
  return element;
}

/** What fits at the cursor, and what stands under the pointer, as `hpdm lsp` tells other editors. */
export const assist = [
  autocompletion({ override: [complete] }),
  hoverTooltip(({ state }, pos) => explain(state.doc.toString(), pos).catch(() => null)),
];
