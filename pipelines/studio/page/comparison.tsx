import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Result } from '../protocol.js';
import { writeInput } from './write-input.js';
import { addressOf } from './address-of.js';

/** Seconds that two videos may be apart before one is set to the other. */
const APART = 0.04;

/** Two videos side by side, in step, with what differs between them. */
export function Comparison({ a, b, onClose }: { a: Result; b: Result; onClose: () => void }) {
  const [first, second] = [useRef<HTMLVideoElement>(null), useRef<HTMLVideoElement>(null)];
  const [isPlaying, setPlaying] = useState(true);
  const follow = (): void => {
    if (first.current === null || second.current === null) return;
    const { currentTime } = first.current;
    if (Math.abs(second.current.currentTime - currentTime) > APART) second.current.currentTime = currentTime;
  };
  const play = (): void => {
    for (const { current } of [first, second]) void (isPlaying ? current?.pause() : current?.play());
    follow();
    setPlaying(!isPlaying);
  };
  return (
    <section class="comparison" aria-label="Comparison">
      <div class="pair">
        <Side result={a} video={first} onTimeUpdate={follow} />
        <Side result={b} video={second} onTimeUpdate={follow} />
      </div>
      <div class="actions">
        <button type="button" onClick={play}>
          {isPlaying ? 'Pause' : 'Play'}
        </button>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      <Differences a={a.parameters} b={b.parameters} />
    </section>
  );
}

interface SideProps {
  readonly result: Result;
  readonly video: RefObject<HTMLVideoElement>;
  readonly onTimeUpdate: () => void;
}

const Side = ({ result: { video: file, time }, video, onTimeUpdate }: SideProps) => (
  <figure>
    <video
      ref={video}
      src={addressOf(file, time)}
      aria-label={file}
      loop
      muted
      autoplay
      playsInline
      onTimeUpdate={onTimeUpdate}
    />
    <figcaption>{file.replace(/^out\//, '')}</figcaption>
  </figure>
);

type Parameters = Readonly<Record<string, unknown>>;

function Differences({ a, b }: { a: Parameters; b: Parameters }) {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const differing = names.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
  if (differing.length === 0) return <p class="facts">The same values.</p>;
  return (
    <table class="differences">
      <tbody>
        {differing.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{shown(a[name])}</td>
            <td>{shown(b[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? JSON.stringify(value, undefined, 1)
    : writeInput(value);
