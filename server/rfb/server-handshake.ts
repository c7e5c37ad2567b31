/** The portal as a VNC server, towards a viewer that it has already authenticated: version 3.8, security type None, and nothing else. */

import type { ByteStream } from './byte-stream';
import { RfbError } from './rfb-error';
import { none } from './security/none';
import type { ServerInit } from './server-init';
import { readVersion, spoken, versionMessage } from './version';

const OK = Buffer.alloc(4);

export interface Welcome {
  /** What the viewer asks for (RFC 6143 section 7.3.1); whether it gets it is not for this place. */
  shared: boolean;
}

/**
 * The viewer is told of success only once the host's ServerInit is there; if it does not come, the viewer gets a SecurityResult that says
 * `failure` and the error is thrown on.
 * @param failure a text for people, without anything that the host said
 * @throws RfbError `version` or `malformed` when the viewer speaks or chooses anything else
 */
export async function welcome(
  stream: ByteStream,
  serverInit: ServerInit | Promise<ServerInit>,
  failure = 'host login failed',
): Promise<Welcome> {
  const waited = Promise.resolve(serverInit);
  // Its failure is met below; until then it may come early.
  waited.catch(() => undefined);
  stream.write(versionMessage('3.8'));
  const version = await readVersion(stream);
  if (spoken(version) !== '3.8') throw new RfbError('version', version);
  stream.write(Buffer.of(1, none.type));
  const chosen = await stream.readU8();
  if (chosen !== none.type) throw new RfbError('malformed', `security type ${chosen}, which was not offered`);
  const init = await stream
    .untimed(() => waited)
    .catch((error: unknown) => {
      stream.write(failed(failure));
      throw error;
    });
  stream.write(OK);
  const shared = (await stream.readU8()) !== 0;
  stream.write(init.raw);
  return { shared };
}

/** SecurityResult "failed" with its reason (RFC 6143 section 7.1.3). */
function failed(reason: string): Buffer {
  const text = Buffer.from(reason, 'utf8');
  const head = Buffer.alloc(8);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(text.length, 4);
  return Buffer.concat([head, text]);
}
