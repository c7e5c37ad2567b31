'use client';

import { useCallback, useEffect, useState } from 'react';

const SHOWN_MS = 1500;

/** Copies text and says for a moment that it did. */
export function useCopy(): { copied: boolean; copy: (text: string) => Promise<boolean> } {
  const [copiedAt, setCopiedAt] = useState(0);
  useEffect(() => {
    if (copiedAt === 0) return;
    const timer = setTimeout(() => setCopiedAt(0), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = useCallback(async (text: string) => {
    const done = await copyText(text);
    if (done) setCopiedAt(Date.now());
    return done;
  }, []);
  return { copied: copiedAt > 0, copy };
}

/** The clipboard API exists on https and localhost only; a portal on plain http in a home network has to do without. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  // Inside the open dialog, whose focus trap would take the focus back from anywhere else.
  (before?.closest('[role="dialog"], [role="menu"]') ?? document.body).append(area);
  area.select();
  // Deprecated, but the only one that works without TLS.
  const old: { execCommand: (command: 'copy') => boolean } = document;
  const done = old.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
