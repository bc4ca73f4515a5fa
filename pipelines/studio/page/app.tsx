import type { ComponentChildren } from 'preact';
import { Editor } from './editor.js';
import { Faults } from './faults.js';
import { GraphView } from './graph-view.js';
import { ResultsView } from './results-view.js';
import { RunPanel } from './run-panel.js';
import { Splitter } from './splitter.js';
import { LEFT, RIGHT, store, type View } from './store.js';
import { TopBar } from './top-bar.js';
import { TryForm } from './try-form.js';

const NAMES: Readonly<Record<View, string>> = {
  text: 'Document',
  try: 'Try',
  graph: 'Graph',
  run: 'Live',
  results: 'Results',
};

/** The whole page. */
export function App() {
  return (
    <>
      <TopBar />
      <main class="halves">
        <Half views={LEFT}>
          <Pane name="text">
            <Editor />
            <Faults />
          </Pane>
          <Pane name="try">
            <TryForm />
          </Pane>
        </Half>
        <Splitter />
        <Half views={RIGHT}>
          <Pane name="graph">
            <GraphView />
          </Pane>
          <Pane name="run">
            <RunPanel />
          </Pane>
          <Pane name="results">
            <ResultsView />
          </Pane>
        </Half>
      </main>
      <Foot />
      <nav class="tabs" aria-label="Views">
        {[...LEFT, ...RIGHT].map((name) => (
          <Tab key={name} name={name} isShown={store.view.value === name} />
        ))}
      </nav>
    </>
  );
}

/** Shows a view. */
const Tab = ({ name, isShown }: { name: View; isShown: boolean }) => (
  <button type="button" aria-pressed={isShown} onClick={() => store.show(name)}>
    {NAMES[name]}
  </button>
);

/** One half of a wide window; the whole of a narrow one while one of its views is chosen. */
function Half({ views, children }: { views: readonly View[]; children: ComponentChildren }) {
  return (
    <div class="half" data-shown={views.includes(store.view.value)}>
      <nav class="own-tabs" aria-label={views === LEFT ? 'Views of the document' : 'Views of what it does'}>
        {views.map((name) => (
          <Tab key={name} name={name} isShown={store.shown(name)} />
        ))}
      </nav>
      {children}
    </div>
  );
}

/** A view of a half. It is kept while another one is shown. */
const Pane = ({ name, children }: { name: View; children: ComponentChildren }) => (
  <section class="pane" aria-label={NAMES[name]} hidden={!store.shown(name)}>
    {children}
  </section>
);

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
