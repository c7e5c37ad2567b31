/** Passkeys: Web Authentication (https://www.w3.org/TR/webauthn-3/), with the user verified by their device each time. */

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { z } from 'zod';
import { text } from '../../messages/text';
import { PortalError } from '../contract/errors';
import type { ceremonyAnswerSchema } from '../contract/factors';
import { CEREMONY_MS, type Ceremonies, type CeremonyPurpose } from './ceremonies';
import type { NewPasskey, PasskeyRepository, StoredPasskey } from './passkey-repository';

/** Who asks, as browsers know it (relying party): by the address that this browser has the portal under. */
export interface Party {
  /** Host name without port. */
  id: string;
  origin: string;
}
export type CeremonyAnswer = z.output<typeof ceremonyAnswerSchema>;
export interface CeremonyBegun {
  ceremony: string;
  options: Record<string, unknown>;
}

/** Large, and of no use to the command line, which starts for every command. */
const webauthn = () => import('@simplewebauthn/server');

const PARTY_NAME = 'VNC Portal';
/** IANA COSE: EdDSA, ES256, RS256, which every authenticator has one of. */
const ALGORITHMS = [-8, -7, -257];
export const MAX_PASSKEYS = 20;

interface Parts {
  passkeys: PasskeyRepository;
  ceremonies: Ceremonies;
  now: () => number;
}

export class Passkeys {
  constructor(private readonly parts: Parts) {}

  async beginRegistration(user: { id: string; name: string; displayName: string }, party: Party): Promise<CeremonyBegun> {
    const own = await this.parts.passkeys.list(user.id);
    const { id, challenge } = this.parts.ceremonies.begin('register', user.id);
    const { generateRegistrationOptions } = await webauthn();
    const options = await generateRegistrationOptions({
      rpName: PARTY_NAME,
      rpID: party.id,
      userName: user.name,
      userDisplayName: user.displayName,
      userID: new Uint8Array(Buffer.from(user.id)),
      challenge: new Uint8Array(challenge),
      timeout: CEREMONY_MS,
      attestationType: 'none',
      excludeCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return { ceremony: id, options: { ...options } };
  }

  /**
   * @returns what is to be stored
   * @throws PortalError `wrong_passkey`
   */
  async verifyRegistration(userId: string, answer: CeremonyAnswer, name: string, party: Party): Promise<NewPasskey> {
    const { verifyRegistrationResponse } = await webauthn();
    const { registrationInfo } = await this.checked(answer, 'register', userId, (expectedChallenge) =>
      verifyRegistrationResponse({
        response: answer.response as unknown as RegistrationResponseJSON,
        expectedChallenge,
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    if (!registrationInfo || !(await this.once(answer, 'register', userId, userId))) throw new PortalError('wrong_passkey');
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      userId,
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      transports: transportsOf(credential.transports),
      name,
      backedUp: credentialBackedUp,
      createdAt: this.parts.now(),
    };
  }

  /** @param userId null: whoever shows a passkey, without a name */
  async begin(purpose: CeremonyPurpose, userId: string | null, party: Party): Promise<CeremonyBegun> {
    const own = userId === null ? [] : await this.parts.passkeys.list(userId);
    if (userId !== null && own.length === 0) throw new PortalError('bad_request', { message: text('errors.noPasskey') });
    const { id, challenge } = this.parts.ceremonies.begin(purpose, userId ?? '');
    const { generateAuthenticationOptions } = await webauthn();
    const options = await generateAuthenticationOptions({
      rpID: party.id,
      challenge: new Uint8Array(challenge),
      timeout: CEREMONY_MS,
      userVerification: 'required',
      allowCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    });
    return { ceremony: id, options: { ...options } };
  }

  /**
   * @param userId null: whoever's it is
   * @returns the id of its user
   * @throws PortalError `wrong_passkey`
   */
  async verify(purpose: CeremonyPurpose, userId: string | null, answer: CeremonyAnswer, party: Party): Promise<string> {
    const passkey = await this.parts.passkeys.findByCredential(answer.response.id);
    if (passkey === null || (userId !== null && passkey.userId !== userId)) throw new PortalError('wrong_passkey');
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified, authenticationInfo } = await this.checked(answer, purpose, userId ?? '', (expectedChallenge) =>
      verifyAuthenticationResponse({
        response: answer.response as unknown as AuthenticationResponseJSON,
        expectedChallenge,
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        credential: credentialOf(passkey),
      }),
    );
    if (!verified) throw new PortalError('wrong_passkey');
    const { newCounter: counter, credentialBackedUp: backedUp } = authenticationInfo;
    const counts =
      (await this.once(answer, purpose, userId ?? '', passkey.userId)) &&
      (await this.parts.passkeys.used(passkey.id, { counter, backedUp, at: this.parts.now() }));
    if (!counts) throw new PortalError('wrong_passkey');
    return passkey.userId;
  }

  /** @param askedOf '' where it was whoever shows a passkey, @param userId whose it was */
  private async once({ ceremony }: CeremonyAnswer, purpose: CeremonyPurpose, askedOf: string, userId: string): Promise<boolean> {
    const challenge = this.parts.ceremonies.expected(ceremony, purpose, askedOf);
    return challenge !== null && this.parts.ceremonies.use(ceremony, purpose, userId, challenge);
  }

  /** Whatever is wrong with an answer, the outside hears one thing and the log's cause another. */
  private async checked<T>(
    { ceremony }: CeremonyAnswer,
    purpose: CeremonyPurpose,
    userId: string,
    work: (expectedChallenge: string) => Promise<T>,
  ): Promise<T> {
    const challenge = this.parts.ceremonies.expected(ceremony, purpose, userId);
    if (challenge === null) throw new PortalError('wrong_passkey');
    try {
      return await work(challenge);
    } catch (error) {
      throw new PortalError('wrong_passkey', { cause: error });
    }
  }
}

function credentialOf({ credentialId, publicKey, counter }: StoredPasskey) {
  return { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter };
}

/** Hints of the browser's: kept as they are, a few short words. */
function transportsOf(transports: readonly unknown[] | undefined): string[] {
  const words = (transports ?? []).filter((word): word is string => typeof word === 'string' && /^[a-z-]{1,20}$/.test(word));
  return words.slice(0, 8);
}
