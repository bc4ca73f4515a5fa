import { useState } from 'preact/hooks';
import { addressOf } from './address-of.js';

/** A video or a moving picture. A video plays, and has its controls, while the pointer or the focus is on it. */
export function Moving({ file, time, label }: { file: string; time: number; label: string }) {
  const [isLooked, setLooked] = useState(false);
  const address = addressOf(file, time);
  if (/\.(gif|webp)$/.test(file)) return <img src={address} alt={label} loading="lazy" />;
  const look = ({ currentTarget }: { currentTarget: HTMLVideoElement }, on: boolean): void => {
    setLooked(on);
    // a video that is taken away while it begins is no error
    if (on) currentTarget.play().catch(() => undefined);
    else currentTarget.pause();
  };
  return (
    <video
      src={address}
      aria-label={label}
      tabIndex={0}
      loop
      muted
      playsInline
      controls={isLooked}
      preload="metadata"
      onPointerEnter={(event) => look(event, true)}
      onPointerLeave={(event) => look(event, false)}
      onFocus={(event) => look(event, true)}
      onBlur={(event) => look(event, false)}
    />
  );
}
