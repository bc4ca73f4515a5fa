import type { NodeState, RunView } from '../protocol.js';
import { said } from './ask.js';
import { Bar, countOf } from './bar.js';
import { Pictures } from './pictures.js';
import { Curves } from './curves.js';
import { isAtWork, PHASES } from './phases.js';
import { start } from './start.js';
import { store } from './store.js';

/** The run that is at work, or the last one. */
export function RunPanel() {
  const { run } = store.news.value ?? {};
  if (run === undefined) {
    return (
      <div class="empty">
        <p>Nothing runs yet.</p>
        <p>Run starts the document with the values under Try. It goes on when this page is closed.</p>
      </div>
    );
  }
  return (
    <div class="run">
      <Head run={run} />
      <Ending run={run} />
      <Pictures run={run} />
      <Curves />
      <Nodes nodes={run.nodes} />
      <ul class="said">
        {run.said.map(({ node, text, warns }, i) => (
          <li key={i} class={warns ? 'bad' : ''}>
            <code>{node}</code> {text}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Why it ended before its end, if it did; a training can go on. */
function Ending({ run: { faults } }: { run: RunView }) {
  const canResume = faults.some(({ message }) => message?.includes('--resume goes on') === true);
  return (
    <>
      {faults
        .filter(({ code }) => code !== 'E_CANCELLED')
        .map((fault, i) => (
          <p key={i} class="bad">
            {said(fault)}
          </p>
        ))}
      {canResume && (
        <p>
          The training is not complete.{' '}
          <button type="button" onClick={() => void start(true)}>
            Go on
          </button>
        </p>
      )}
    </>
  );
}

function Head({ run }: { run: RunView }) {
  const { phase, device, seconds, wrote, file } = run;
  const facts = [device, seconds === undefined ? '' : `${seconds.toFixed(1)} s`].filter((fact) => fact !== '');
  return (
    <div class="head">
      <h2>
        <span class="phase" data-phase={phase}>
          {PHASES[phase]}
        </span>{' '}
        <code>{file.split('/').at(-1)}</code>
      </h2>
      <p>{facts.join(' · ')}</p>
      <Memory run={run} />
      {wrote.length > 0 && <p class="wrote">wrote {wrote.join(', ')}</p>}
    </div>
  );
}

/** The nodes that have said how far they are. */
function Nodes({ nodes }: { nodes: readonly NodeState[] }) {
  const shown = nodes.filter(({ done, total }) => done > 0 || total !== undefined);
  return (
    <ul class="nodes">
      {shown.map((node) => (
        <li key={node.name} data-ended={node.ended}>
          <code>{node.name}</code>
          <Bar node={node} />
          <span>{countOf(node)}</span>
          <span class="pace">{node.ended ? '' : node.pace}</span>
        </li>
      ))}
    </ul>
  );
}

/** What the process takes, beside what `hpdm plan` says that it takes at most. */
function Memory({ run: { phase, bytes, mostBytes, expected } }: { run: RunView }) {
  const now = isAtWork(phase) ? bytes : mostBytes;
  if (now === 0) return null;
  const plan = expected === undefined ? '' : `, plan ${expected.isLeast ? 'at least ' : ''}${gib(expected.bytes)}`;
  return (
    <p class="memory">
      <span>{`memory ${isAtWork(phase) ? '' : 'at most '}${gib(now)}${plan}`}</span>
      {expected !== undefined && (
        <meter aria-label="Memory beside the plan" value={now} max={Math.max(expected.bytes, mostBytes)} />
      )}
    </p>
  );
}

const gib = (size: number): string => `${(size / 2 ** 30).toFixed(2)} GiB`;
