/** An authenticator in software, and the browser before it: Web Authentication with real ES256 signatures. */

import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** WebAuthn, 6.1. */
const FLAG = { userPresent: 0x01, userVerified: 0x04, attestedData: 0x40 };
const COSE_ES256 = -7;

interface Credential {
  id: Buffer;
  rpId: string;
  userHandle: string;
  key: KeyObject;
  counter: number;
}
/** What goes otherwise than it should. */
interface Oddities {
  origin?: string;
  rpId?: string;
  verified?: boolean;
  /** In the place of the next one. */
  counter?: number;
  credential?: Credential;
}
export interface PasskeyAnswer {
  id: string;
  type: 'public-key';
  [more: string]: unknown;
}

export class SoftwareAuthenticator {
  readonly credentials: Credential[] = [];

  /** @param counts whether it counts its signatures; synced passkeys say 0 for ever */
  constructor(
    private readonly origin: string,
    private readonly counts = true,
  ) {}

  /** `navigator.credentials.create` */
  create(options: Record<string, unknown>, odd: Oddities = {}): PasskeyAnswer {
    const { challenge, rp, user } = options as { challenge: string; rp: { id: string }; user: { id: string } };
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    const credential = { id: randomBytes(32), rpId: rp.id, userHandle: user.id, key: privateKey, counter: 0 };
    this.credentials.push(credential);
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, COSE_ES256],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x!, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y!, 'base64url'))],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(credential.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, credential.id, Buffer.from(isoCBOR.encode(cose as never))]);
    const authData = Buffer.concat([this.authData(credential, FLAG.attestedData, odd), attested]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ]);
    return this.answer(credential, {
      clientDataJSON: this.clientData('webauthn.create', challenge, odd).toString('base64url'),
      attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
      transports: ['internal'],
    });
  }

  /** `navigator.credentials.get`: with the credential that is allowed, else the last one. */
  get(options: Record<string, unknown>, odd: Oddities = {}): PasskeyAnswer {
    const { challenge, allowCredentials = [] } = options as { challenge: string; allowCredentials?: { id: string }[] };
    const allowed = this.credentials.filter(({ id }) => allowCredentials.some((one) => one.id === id.toString('base64url')));
    const credential = odd.credential ?? allowed.at(-1) ?? this.credentials.at(-1)!;
    credential.counter = odd.counter ?? (this.counts ? credential.counter + 1 : 0);
    const authData = this.authData(credential, 0, odd);
    const clientData = this.clientData('webauthn.get', challenge, odd);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    return this.answer(credential, {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, credential.key).toString('base64url'),
      userHandle: credential.userHandle,
    });
  }

  private clientData(type: string, challenge: string, odd: Oddities): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: odd.origin ?? this.origin, crossOrigin: false }));
  }

  private authData({ rpId, counter }: Credential, flags: number, odd: Oddities): Buffer {
    const all = flags | FLAG.userPresent | (odd.verified === false ? 0 : FLAG.userVerified);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([
      createHash('sha256')
        .update(odd.rpId ?? rpId)
        .digest(),
      Buffer.of(all),
      count,
    ]);
  }

  private answer({ id }: Credential, response: Record<string, unknown>): PasskeyAnswer {
    const name = id.toString('base64url');
    return { id: name, rawId: name, type: 'public-key', response, clientExtensionResults: {} };
  }
}
