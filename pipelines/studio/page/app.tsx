import type { ComponentChildren } from 'preact';
import { Editor } from './editor.js';
import { Faults } from './faults.js';
import { GraphView } from './graph-view.js';
import { Splitter } from './splitter.js';
import { store, type View } from './store.js';
import { TopBar } from './top-bar.js';

/** The whole page. */
export function App() {
  return (
    <>
      <TopBar />
      <main class="halves">
        <Half name="text" label="Document">
          <Editor />
          <Faults />
        </Half>
        <Splitter />
        <Half name="graph" label="Graph">
          <GraphView />
        </Half>
      </main>
      <Foot />
      <Tabs />
    </>
  );
}

/** One half of a wide window; the whole of a narrow one while it is chosen. */
function Half({ name, label, children }: { name: View; label: string; children: ComponentChildren }) {
  return (
    <section class="half" aria-label={label} data-shown={store.view.value === name}>
      {children}
    </section>
  );
}

/** What the page has to say. */
function Foot() {
  const { value } = store.notice;
  return (
    <p class="foot" role="status" data-bad={value?.bad === true} hidden={value === undefined}>
      {value?.text}
      <button
        type="button"
        class="plain"
        onClick={() => (store.notice.value = undefined)}
        aria-label="Hide the message"
      >
        ✕
      </button>
    </p>
  );
}

/** The views of a narrow window. */
function Tabs() {
  const names: readonly (readonly [View, string])[] = [
    ['text', 'Document'],
    ['graph', 'Graph'],
  ];
  return (
    <nav class="tabs" aria-label="Views">
      {names.map(([name, label]) => (
        <button
          type="button"
          key={name}
          aria-pressed={store.view.value === name}
          onClick={() => (store.view.value = name)}
        >
          {label}
        </button>
      ))}
    </nav>
  );
}
