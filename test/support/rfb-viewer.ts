/** A viewer as a process of its own, for another network: URL and token in, what it saw out as JSON. */

import { setTimeout as delay } from 'node:timers/promises';
import { colours, RfbClient } from './rfb-client';

const [url, token] = process.argv.slice(2);
const client = await RfbClient.open(url!, { headers: { authorization: `Bearer ${token!}` } });
let screen = await client.screen();
// The terminal on that screen takes a moment to be drawn.
for (let tries = 0; tries < 50 && colours(screen).count < 2; tries++) {
  await delay(100);
  screen = await client.screen();
}
await client.close();
process.stdout.write(JSON.stringify({ width: screen.width, height: screen.height, security: client.security, colours: colours(screen) }));
