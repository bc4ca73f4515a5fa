import { useEffect, useRef, useState } from 'preact/hooks';
import type { Listed } from '../protocol.js';
import { ask } from './ask.js';
import { open, save } from './open.js';
import { RunButtons } from './run-buttons.js';
import { start } from './start.js';
import { store } from './store.js';
import { trying } from './trying.js';

/** The name of the document and what can be done with it. */
export function TopBar() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const act = event.ctrlKey || event.metaKey ? { s: askAndSave, Enter: () => void start() }[event.key] : undefined;
      if (act === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
  return (
    <header class="top">
      <h1>
        hpdm <span>studio</span>
      </h1>
      <Picker />
      <State />
      <span class="fill" />
      <button type="button" onClick={askAndSave} title="Save (Ctrl+S)" disabled={store.stored.value === undefined}>
        {store.stored.value?.ready === true ? 'Save as…' : 'Save'}
      </button>
      <RunButtons />
    </header>
  );
}

/** Save; what comes with hpdm is saved under a name of the user's own. */
function askAndSave(): void {
  const { value: document } = store.stored;
  if (document === undefined) return;
  if (!document.ready) return void save();
  const name = prompt('Save under which name, in the folder of the studio?', `my-${nameOf(document.file)}`);
  if (name !== null && name !== '') void save(name);
}

/** In one word, whether the document is sound. */
function State() {
  const { value } = store.verdict;
  const count = value?.faults.length ?? 0;
  if (value === undefined) return <span class="state">checking</span>;
  if (count > 0) return <span class="state bad">{count === 1 ? '1 fault' : `${count} faults`}</span>;
  return <span class="state good">checked</span>;
}

/** Opens another document. */
function Picker() {
  const [documents, setDocuments] = useState<readonly Listed[]>([]);
  const dialog = useRef<HTMLDialogElement>(null);
  const look = (): void => {
    void trying(async () => setDocuments(await ask('GET /documents', undefined)));
    dialog.current?.showModal();
  };
  const choose = (file: string): void => {
    dialog.current?.close();
    if (!store.isChanged.value || confirm('The changes of this document are not saved. Open the other one?'))
      void open(file);
  };
  return (
    <>
      <button type="button" class="name" onClick={look} title="Open another document" aria-haspopup="dialog">
        {nameOf(store.stored.value?.file ?? '…')}
        {store.isChanged.value && <span title="not saved"> •</span>}
      </button>
      <dialog
        ref={dialog}
        aria-label="Open a document"
        onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      >
        <h2>Open</h2>
        <Choices title="In this folder" choose={choose} from={documents.filter(({ ready }) => !ready)} />
        <Choices title="With hpdm" choose={choose} from={documents.filter(({ ready }) => ready)} />
      </dialog>
    </>
  );
}

function Choices({ title, from, choose }: { title: string; from: readonly Listed[]; choose: (file: string) => void }) {
  if (from.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="choices">
        {from.map(({ file, name, about }) => (
          <li key={file}>
            <button type="button" class="plain" onClick={() => choose(file)}>
              <b>{name}</b> <span>{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

const nameOf = (file: string): string => file.split(/[/\\]/).at(-1) ?? file;
