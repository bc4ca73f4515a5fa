import { useEffect, useRef } from 'preact/hooks';
import { effect } from '@preact/signals';
import { basicSetup } from 'codemirror';
import { indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { assist } from './assist.js';
import { colours } from './colours.js';
import { write } from './check.js';
import { diagnosticsOf } from './diagnostics-of.js';
import { store } from './store.js';

/** The text of the document, with the faults at their lines. */
export function Editor() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const view = new EditorView({ parent: place.current });
    const stop = [effect(() => load(view)), effect(() => mark(view)), effect(() => lead(view))];
    return () => {
      for (const end of stop) end();
      view.destroy();
    };
  }, []);
  return <div ref={place} class="editor" />;
}

const extensions = [
  basicSetup,
  keymap.of([indentWithTab]),
  yaml(),
  lintGutter(),
  assist,
  colours,
  EditorView.contentAttributes.of({ 'aria-label': 'Text of the document', tabindex: '0' }),
  EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged) write(state.doc.toString());
  }),
];

/** Another document begins with a history of its own; the text that is there stays where it is saved under another name. */
function load(view: EditorView): void {
  const { value: document } = store.stored;
  const doc = store.text.peek();
  if (document === undefined || view.state.doc.toString() === doc) return;
  view.setState(EditorState.create({ doc, extensions }));
}

/** Mark the faults of the verdict. */
function mark(view: EditorView): void {
  const { value } = store.verdict;
  const { value: document } = store.stored;
  if (value === undefined || document === undefined) return;
  view.dispatch(setDiagnostics(view.state, diagnosticsOf(value.faults, document.file, view.state.doc)));
  // the list of faults may have taken the place of the line that is being written
  if (view.hasFocus) requestAnimationFrame(() => view.dispatch({ scrollIntoView: true }));
}

/** Go to a line. */
function lead(view: EditorView): void {
  const { value } = store.shownLine;
  if (value === undefined) return;
  const { from, text } = view.state.doc.line(Math.min(Math.max(1, value.line), view.state.doc.lines));
  const anchor = from + (/\S/.exec(text)?.index ?? 0);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
  view.focus();
}
