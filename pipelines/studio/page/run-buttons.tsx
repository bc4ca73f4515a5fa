import { isAtWork } from './phases.js';
import { pause, start, stop } from './start.js';
import { store } from './store.js';

/** Starts, halts and ends a run. */
export function RunButtons() {
  const { run, canPause = false } = store.news.value ?? {};
  const { value: verdict } = store.verdict;
  const isSound = verdict !== undefined && verdict.faults.length === 0 && verdict.nodes !== undefined;
  if (!isAtWork(run?.phase)) {
    return (
      <button type="button" class="main" onClick={() => void start()} disabled={!isSound} title="Run (Ctrl+Enter)">
        Run
      </button>
    );
  }
  const isPaused = run?.phase === 'paused';
  return (
    <>
      {canPause && run?.phase !== 'stopping' && (
        <button type="button" onClick={() => void pause(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
      )}
      <button type="button" class="main" onClick={() => void stop()} title="What is finished is kept">
        {run?.phase === 'stopping' ? 'Give up' : 'Stop'}
      </button>
    </>
  );
}
