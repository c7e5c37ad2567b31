/** Whole logins, written from RFC 6143 and rfbproto.rst: what the server says, and what the client has to have said before it goes on. */

import { hex, type ScriptedPeer, u16, u32 } from './scripted-peer';

export interface Line {
  says?: Buffer;
  hears?: Buffer;
}

export type Transcript = readonly Line[];

export const says = (...parts: Buffer[]): Line => ({ says: Buffer.concat(parts) });
export const hears = (...parts: Buffer[]): Line => ({ hears: Buffer.concat(parts) });
export const u8 = (...values: number[]): Buffer => Buffer.from(values);
export const text = (value: string): Buffer => Buffer.from(value, 'utf8');
export const reason = (value: string): Buffer => Buffer.concat([u32(Buffer.byteLength(value)), text(value)]);

/** TigerVNC took this answer to this challenge with the password `S3cretpw`. */
export const challenge = hex('ed428370e4ba70a58901b79998e679f3');
export const response = hex('a832456ad9d8221e6c56e53d8573929c');
export const password = 'S3cretpw';

export const trueColour = hex('20 18 00 01 00ff 00ff 00ff 10 08 00 000000');
export const serverInit = (name = 'desk', format = trueColour): Buffer => Buffer.concat([u16(640), u16(480), format, reason(name)]);

export const capability = (code: number, id: string): Buffer => Buffer.concat([u32(code), text(id)]);

const opening = (theirs: string, ours = theirs): Transcript => [says(text(`RFB ${theirs}\n`)), hears(text(`RFB ${ours}\n`))];
const end = (format?: Buffer): Transcript => [hears(u8(1)), says(serverInit('desk', format))];
const vnc: Transcript = [says(challenge), hears(response)];
const ok = says(u32(0));

export { end, ok, opening, vnc };

export async function play(peer: ScriptedPeer, lines: Transcript): Promise<void> {
  for (const line of lines) {
    if (line.says) await peer.send(line.says);
    if (line.hears) {
      const heard = await peer.take(line.hears.length);
      if (!heard.equals(line.hears)) throw new Error(`heard ${heard.toString('hex')} instead of ${line.hears.toString('hex')}`);
    }
  }
}

export const spokenLength = (lines: Transcript): number => lines.reduce((sum, line) => sum + (line.says?.length ?? 0), 0);
