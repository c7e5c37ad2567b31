import { saslPrep } from '../crypto/sasl-prep';
import { Scram, type ScramDigest, ScramError } from '../crypto/scram';
import { RfbError, type RfbErrorCode } from '../rfb-error';

/** The client's side of a mechanism (RFC 4422 section 3): it speaks first. */
export interface Mechanism {
  readonly name: string;
  /** Whether the server has shown what it has to: until then its word that all went well counts for nothing. */
  readonly proven: boolean;
  first(): Buffer;
  /** @returns null when there is nothing more to say. @throws RfbError */
  answer(received: Buffer): Promise<Buffer | null>;
}

/** RFC 4616: the password as it is. The server proves nothing; the channel has to. */
export function plain(username: string, password: string): Mechanism {
  return {
    name: 'PLAIN',
    proven: true,
    first: () => Buffer.from(['', saslPrep(username), saslPrep(password)].join('\0')),
    answer: () => Promise.resolve(null),
  };
}

const codes: Record<ScramError['problem'], RfbErrorCode> = {
  malformed: 'malformed',
  refused: 'login_failed',
  server_not_proven: 'malformed',
};

export const scramName = (digest: ScramDigest): string => `SCRAM-${digest.toUpperCase().replace('SHA', 'SHA-')}`;

/** RFC 5802. */
export function scram(digest: ScramDigest, username: string, password: string): Mechanism {
  const exchange = new Scram(digest, username, password);
  let challenged = false;
  let proven = false;
  return {
    name: scramName(digest),
    get proven() {
      return proven;
    },
    first: () => exchange.first(),
    async answer(received) {
      try {
        if (!challenged) {
          challenged = true;
          return await exchange.answer(received);
        }
        exchange.verify(received);
        proven = true;
        return null;
      } catch (error) {
        if (error instanceof ScramError) {
          throw new RfbError(
            codes[error.problem],
            error.message,
            error.problem === 'server_not_proven' ? { note: { name: 'serverUnproven' } } : {},
          );
        }
        throw error;
      }
    },
  };
}
