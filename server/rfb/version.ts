/** The first bytes of a connection: which version both sides speak (RFC 6143 section 7.1.1). */

import type { ByteStream } from './byte-stream';
import { RfbError } from './rfb-error';
import type { RfbVersion } from './security/security-type';

/**
 * Greetings later than 3.8 whose servers are known to take 3.8: macOS; Intel AMT and RealVNC 4.0 to 4.6; RealVNC 5 and later. Whoever else greets so
 * gets the same answer, for want of a better one.
 */
const SPEAK_3_8 = new Set(['RFB 003.008\n', 'RFB 003.889\n', 'RFB 004.000\n', 'RFB 004.001\n', 'RFB 005.000\n']);
/** The boards of ATEN in Supermicro's servers: echoed or not, their handshake, their messages and their pictures are of their own kind. */
const ATEN = 'RFB 055.008\n';

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

/** What a server said, and what is spoken with it. */
export interface Greeting {
  theirs: string;
  version: RfbVersion;
}

/** Whether a server greets like none whose version is known: it may speak a dialect of its own. */
export function isDialect(theirs: string): boolean {
  return !SPEAK_3_8.has(theirs) && !/^RFB 003\.00[3-8]\n$/.test(theirs);
}

/** A failure that is put down to the dialect of a server. */
export function dialectError(theirs: string, cause?: unknown): RfbError {
  const version = theirs.slice(PREFIX.length).trim();
  return new RfbError('version', `a dialect, ${version}`, {
    cause,
    note: { name: theirs === ATEN ? 'dialectOfAten' : 'dialect', values: { version } },
  });
}

/**
 * Reads the server's version and answers with the one to speak: 3.3, 3.7 or 3.8.
 * @param repeaterId where to be connected to, without the `ID:`, if the peer is a repeater
 * @throws RfbError `not_rfb` with what the peer said, `repeater`, `version`
 */
export async function agreeOnVersion(stream: ByteStream, repeaterId?: string): Promise<RfbVersion> {
  return (await greet(stream, repeaterId)).version;
}

/** The same, with what the server said. @throws RfbError as above */
export async function greet(stream: ByteStream, repeaterId?: string): Promise<Greeting> {
  let theirs = await readVersion(stream);
  if (theirs === REPEATER) {
    if (repeaterId === undefined) throw new RfbError('repeater');
    stream.write(repeaterField(repeaterId));
    theirs = await readVersion(stream);
    if (theirs === REPEATER) throw new RfbError('repeater', 'it asks again');
  }
  if (theirs === ATEN) throw dialectError(theirs);
  const version = spoken(theirs);
  stream.write(versionMessage(version));
  return { theirs, version };
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
