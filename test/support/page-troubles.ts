import type { BrowserContext } from 'playwright-core';

/**
 * Collects what no page of the portal may do: violate its Content-Security-Policy, throw, complain on the console, or get an answer of 500.
 * A refused call is told on the console by Chromium itself; that is no trouble of the page.
 */
export async function watchPage(context: BrowserContext, troubles: string[]): Promise<void> {
  await context.exposeBinding('vncPortalViolation', ({ page }, text: string) => {
    troubles.push(`${page.url()}: policy violated: ${text}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = (globalThis as unknown as { vncPortalViolation: (text: string) => void }).vncPortalViolation;
      tell(`${event.violatedDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  context.on('weberror', (error) => troubles.push(`${error.page()?.url() ?? ''}: ${error.error().stack ?? error.error().message}`));
  context.on('console', (message) => {
    const expected = /^Failed to load resource|WebSocket connection to .* failed/.test(message.text());
    if (message.type() === 'error' && !expected) troubles.push(`${message.page()?.url() ?? ''}: ${message.text()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) troubles.push(`${response.url()}: ${response.status()}`);
  });
}
