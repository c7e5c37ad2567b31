'use client';

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { HostPolicy } from '@/server/contract/host';
import type { Rfb } from '../connection/no-vnc';
import { type ClipboardRules, clipboardRules } from './clipboard-rules';
import { ClipboardSync, type HostText, type SyncStatus } from './clipboard-sync';
import { browserClipboard } from './local-clipboard';
import { PasteCatcher } from './paste-catcher';

/** The clipboards of both machines, for the panel. */
export interface ConsoleClipboard {
  rules: ClipboardRules;
  status: SyncStatus;
  /** Puts a text on the host's clipboard. @returns whether it could */
  send: (text: string) => boolean;
  /** Puts what is on this computer's clipboard there; the browser may ask. @returns the text that went, or null */
  sendHere: () => Promise<string | null>;
  /** Asks the person for the right to read this computer's clipboard, and takes what is there. */
  allowReading: () => Promise<void>;
}

interface Options {
  rfb: Rfb | null;
  /** Keys and clicks reach the machine. */
  usable: boolean;
  viewOnly: boolean;
  watching: boolean;
  policy: HostPolicy['clipboard'];
  /** Text goes by itself. */
  sync: boolean;
  received: HostText | null;
}

export function useClipboard({ rfb, usable, viewOnly, watching, policy, sync: wanted, received }: Options): ConsoleClipboard {
  const [sync] = useState(() => new ClipboardSync(browserClipboard));
  const status = useSyncExternalStore(sync.subscribe, sync.getSnapshot, sync.getSnapshot);
  const rules = useMemo(() => clipboardRules(policy, watching, viewOnly), [policy, watching, viewOnly]);
  const toHost = wanted && usable && rules.toHost === null;
  const fromHost = wanted && usable && rules.fromHost === null;
  const host = usable && rules.toHost === null ? rfb : null;

  useEffect(() => {
    sync.connect(host, { toHost, fromHost });
    if (toHost) void sync.look();
  }, [sync, host, toHost, fromHost]);

  useEffect(() => {
    if (received) void sync.receive(received);
  }, [sync, received]);

  useEffect(() => {
    const ask = () => void sync.ask().then(() => sync.look());
    ask();
    return browserClipboard.onReading(ask);
  }, [sync]);

  useEffect(() => (toHost || fromHost ? watchMoments(sync) : undefined), [sync, toHost, fromHost]);

  useEffect(() => {
    if (!toHost || !rfb) return undefined;
    const catcher = new PasteCatcher(rfb._canvas, (text) => sync.offer(text));
    return () => catcher.stop();
  }, [sync, rfb, toHost]);

  return {
    rules,
    status,
    send: (text) => sync.send(text),
    sendHere: () => sync.sendHere(),
    async allowReading() {
      await browserClipboard.read();
      await sync.ask();
      await sync.look();
    },
  };
}

/** When something may have been copied, and when the browser may let the page write. @returns what ends that */
function watchMoments(sync: ClipboardSync): () => void {
  const ends = new AbortController();
  const options = { capture: true, passive: true, signal: ends.signal };
  const look = () => void sync.look();
  const deliver = () => void sync.deliver();
  const leave = () => sync.leave();
  window.addEventListener('focus', look, options);
  // Not the blur of an element, nor the one that release-keys.ts makes.
  window.addEventListener('blur', (event) => event.isTrusted && event.target === window && leave(), options);
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? leave() : look()), options);
  const copied = () => {
    leave();
    // After the browser has done it.
    setTimeout(look, 0);
  };
  for (const type of ['copy', 'cut']) document.addEventListener(type, copied, options);
  // A person's touch: what the browser calls an activation.
  for (const type of ['keydown', 'pointerup']) window.addEventListener(type, deliver, options);
  // New in Chromium: the clipboard changes while the page has the focus.
  if ('clipboard' in navigator) navigator.clipboard.addEventListener('clipboardchange', look, options);
  return () => ends.abort();
}
