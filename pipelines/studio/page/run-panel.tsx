import type { NodeState, RunView } from '../protocol.js';
import { said } from './ask.js';
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

function Head({ run: { phase, device, seconds, bytes, wrote, file } }: { run: RunView }) {
  const facts = [
    device,
    seconds === undefined ? '' : `${seconds.toFixed(1)} s`,
    isAtWork(phase) && bytes > 0 ? `${(bytes / 2 ** 30).toFixed(2)} GiB` : '',
  ].filter((fact) => fact !== '');
  return (
    <div class="head">
      <h2>
        <span class="phase" data-phase={phase}>
          {PHASES[phase]}
        </span>{' '}
        <code>{file.split('/').at(-1)}</code>
      </h2>
      <p>{facts.join(' · ')}</p>
      {wrote.length > 0 && <p class="wrote">wrote {wrote.join(', ')}</p>}
    </div>
  );
}

/** The canvas of each level as it denoises, coarse to fine. */
function Pictures({ run: { id, nodes } }: { run: RunView }) {
  const shown = nodes.filter(({ pictures }) => pictures > 0);
  if (shown.length === 0) return null;
  return (
    <div class="pictures">
      {shown.map((node) => (
        <figure key={node.name}>
          <img
            src={`picture?${new URLSearchParams({ run: id, node: node.name, n: `${node.pictures}` }).toString()}`}
            alt={`What ${node.name} estimates`}
          />
          <figcaption>
            <b>{node.name.replace(/\.solve$/, '')}</b> {countOf(node)}
            <Bar node={node} />
          </figcaption>
        </figure>
      ))}
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

const countOf = ({ done, total }: NodeState): string => (total === undefined ? `${done}` : `${done}/${total}`);

const Bar = ({ node: { name, done, total, ended } }: { node: NodeState }) =>
  total === undefined ? (
    <span />
  ) : (
    <progress aria-label={`${name}, how far`} value={ended ? total : done} max={total} />
  );
