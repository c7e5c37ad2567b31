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

/** @param more flags */
export function startChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: [...flags, ...more], timeout: 30_000 });
}
