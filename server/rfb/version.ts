/** The first bytes of a connection: which version both sides speak (RFC 6143 section 7.1.1). */

import type { ByteStream } from './byte-stream';
import { RfbError } from './rfb-error';
import type { RfbVersion } from './security/security-type';

const PREFIX = Buffer.from('RFB ');
const LENGTH = 12;
const pattern = /^RFB (\d{3})\.(\d{3})\n$/;
const REPEATER = 'RFB 000.000\n';

/** Of a peer that speaks something else, such as the banner of SSH, so much is kept. */
const MAX_GREETING = 200;
const GREETING_MS = 300;

/** A repeater reads a fixed field (UltraVNC's and others'; noVNC sends the same). */
const REPEATER_FIELD = 250;

const bytes: Record<RfbVersion, Buffer> = {
  '3.3': Buffer.from('RFB 003.003\n'),
  '3.7': Buffer.from('RFB 003.007\n'),
  '3.8': Buffer.from('RFB 003.008\n'),
};

export function versionMessage(version: RfbVersion): Buffer {
  return bytes[version];
}

/**
 * Reads the server's version and answers with the one to speak: 3.3, 3.7 or 3.8.
 * @param repeaterId where to be connected to, without the `ID:`, if the peer is a repeater
 * @throws RfbError `not_rfb` with what the peer said, `repeater`, `version`
 */
export async function agreeOnVersion(stream: ByteStream, repeaterId?: string): Promise<RfbVersion> {
  let theirs = await readVersion(stream);
  if (theirs === REPEATER) {
    if (repeaterId === undefined) throw new RfbError('repeater');
    stream.write(repeaterField(repeaterId));
    theirs = await readVersion(stream);
    if (theirs === REPEATER) throw new RfbError('repeater', 'it asks again');
  }
  const version = spoken(theirs);
  stream.write(versionMessage(version));
  return version;
}

/** The twelve bytes, once they can be a version. @throws RfbError `not_rfb` as soon as they cannot */
export async function readVersion(stream: ByteStream): Promise<string> {
  const said = Buffer.alloc(LENGTH);
  for (const [i, expected] of PREFIX.entries()) {
    said[i] = await stream.readU8().catch((error: unknown) => {
      if (i === 0) throw error;
      throw new RfbError('not_rfb', said.subarray(0, i), { cause: error });
    });
    if (said[i] !== expected) {
      const more = await stream.readAtMost(MAX_GREETING, GREETING_MS);
      throw new RfbError('not_rfb', Buffer.concat([said.subarray(0, i + 1), more]));
    }
  }
  const rest = await stream.read(LENGTH - PREFIX.length);
  return Buffer.concat([PREFIX, rest]).toString('latin1');
}

/**
 * "Other version numbers are reported by some servers and clients, but should be interpreted as 3.3" (RFC 6143, 7.1.1). Those after 3.8 came
 * later: 3.889 of macOS, 4.x and 5.0 of RealVNC and Intel AMT all speak 3.8.
 * @throws RfbError `version`
 */
export function spoken(theirs: string): RfbVersion {
  const [, major, minor] = pattern.exec(theirs)?.map(Number) ?? [];
  if (major === undefined || minor === undefined || major < 3 || (major === 3 && minor < 3)) throw new RfbError('version', theirs);
  if (major > 3 || minor > 7) return '3.8';
  return minor === 7 ? '3.7' : '3.3';
}

function repeaterField(id: string): Buffer {
  const text = Buffer.from(`ID:${id}`, 'utf8');
  if (text.length >= REPEATER_FIELD) throw new RfbError('too_long', `a repeater's ID has at most ${REPEATER_FIELD - 4} bytes`);
  const field = Buffer.alloc(REPEATER_FIELD);
  text.copy(field);
  return field;
}
