/** What a provider publishes, by Node's own client: the one that fetch() uses takes no authorities. */

import http from 'node:http';
import https from 'node:https';

/** A provider that answers later is down: the person waits at an empty page. */
export const PROVIDER_MS = 5000;
/** Of discovery documents and key sets, which have a few kB. */
const MAX_BYTES = 1024 * 1024;

/** Follows no redirect: what a provider publishes is where it says. */
export function oidcFetch(url: string | URL, ca: string[] | undefined): Promise<Response> {
  const target = new URL(url);
  const client = target.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PROVIDER_MS);
    const request = client.get(target, { headers: { accept: 'application/json' }, signal, ...(ca ? { ca } : {}) }, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_BYTES) request.destroy(new Error('the provider publishes too much'));
        else chunks.push(chunk);
      });
      answer.on('error', reject);
      answer.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve(new Response(body, { status: answer.statusCode ?? 502, headers: { 'content-type': 'application/json' } }));
      });
    });
    request.on('error', reject);
  });
}
