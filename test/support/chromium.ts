/** Debian's Chromium, driven by playwright-core. */

import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The browser itself, for suites in which its own windows have a part: what reaches a page of the keyboard, touch, clipboard and sizes of
 * the screen, and what a person sees first.
 * @param more flags
 */
export function startChromium(more: readonly string[] = []): Promise<Browser> {
  return launch('/usr/bin/chromium', more);
}

/** The same engine without the browser's own windows, which cost half a second of a core for each context. */
export function startHeadlessShell(): Promise<Browser> {
  return launch('/usr/bin/chromium-headless-shell', []);
}

function launch(executablePath: string, more: readonly string[]): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: [...flags, ...more], timeout: 30_000 });
}
