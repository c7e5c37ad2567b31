import classes from './host-badge.module.css';
import { badgeColour, badgeText } from './identity';
import type { Tone } from './words';

interface HostBadgeProps {
  hostId: string;
  name: string;
  tone?: Tone;
  size?: number;
}

/** The same sign as in the tab's icon. Decoration: the name stands beside it. */
export function HostBadge({ hostId, name, tone, size = 28 }: HostBadgeProps) {
  return (
    <span
      className={classes.badge}
      style={{ background: badgeColour(hostId), '--badge-size': `${size}px` } as React.CSSProperties}
      aria-hidden
    >
      {badgeText(name)}
      {tone ? <span className={classes.dot} data-tone={tone} /> : null}
    </span>
  );
}
