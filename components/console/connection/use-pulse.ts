'use client';

import { useEffect } from 'react';
import { readAttempt } from './attempt';
import type { Snapshot } from './console-connection';
import type { ConsoleConnection } from './console-connection';
import { isUsable } from './console-state';
import { Pulse } from './pulse';

/** Chromium's, and no other browser's. */
interface NetworkInformation extends EventTarget {
  /** Such as `wifi` or `cellular`; not told on every system. */
  type?: string;
}

/** Brings a console back after its device slept or changed its network, and finds out when a connection has died without a word. */
export function usePulse({ state, rfb }: Pick<Snapshot, 'state' | 'rfb'>, connection: ConsoleConnection): void {
  const { attempt } = state;
  const usable = isUsable(state);

  useEffect(() => {
    const pulse =
      usable && rfb
        ? new Pulse({
            received: () => rfb.traffic.bytes,
            ask: () => rfb.askAgain(),
            read: (signal) => readAttempt(attempt, signal, { heardNow: true }),
            lost: () => connection.send({ type: 'silent', attempt }),
            mute: (mute) => connection.hostIsMute(attempt, mute),
            seen: () => document.visibilityState === 'visible',
          })
        : null;
    const network = (navigator as { connection?: NetworkInformation }).connection;
    let kind = network?.type;

    const wake = () => {
      connection.send({ type: 'wake' });
      pulse?.check();
    };
    const anew = () => {
      connection.send({ type: 'anew' });
      pulse?.check();
    };
    const onVisibility = () => {
      if (document.visibilityState === 'visible') wake();
    };
    // It also tells of every new estimate of the line.
    const onNetwork = () => {
      if (network?.type === kind) return;
      kind = network?.type;
      anew();
    };
    window.addEventListener('online', anew);
    window.addEventListener('pageshow', wake);
    document.addEventListener('visibilitychange', onVisibility);
    document.addEventListener('resume', wake);
    network?.addEventListener('change', onNetwork);
    return () => {
      pulse?.stop();
      window.removeEventListener('online', anew);
      window.removeEventListener('pageshow', wake);
      document.removeEventListener('visibilitychange', onVisibility);
      document.removeEventListener('resume', wake);
      network?.removeEventListener('change', onNetwork);
    };
  }, [usable, rfb, attempt, connection]);
}
