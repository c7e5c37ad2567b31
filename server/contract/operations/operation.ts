/** What a row of the REST API says. */

import { z } from 'zod';
import type { TokenPower } from '../token-scope';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Who may call: anybody, anybody signed in (what they see is theirs), a signed-in browser but no token, or an admin. */
export type Audience = 'anyone' | 'user' | 'browser' | 'admin';

/**
 * What a signed-in browser proves in the 15 minutes before a call. `identity`: a second factor where the account has one, else the password,
 * else by a new sign-in at the place that knows the account. `factor`: a second factor where there is one; the call itself takes the password.
 */
export type FreshProof = 'identity' | 'factor';

/** Enough for a host with 32 targets and a CA bundle; an operation that takes more says so. */
export const MAX_BODY_BYTES = 256 * 1024;

export interface Operation {
  method: Method;
  /** Below /api/v1, parameters as `:name`. */
  path: string;
  audience: Audience;
  /** What an API token needs for it; absent: `read` for a GET, `manage` for anything else. */
  power?: TokenPower;
  /** `:id` is a host, so that a token which is narrowed to hosts may call it for those. */
  ofHost?: true;
  /** What it answers with is no more than a narrowed token reaches, so that such a token may call it. */
  narrowed?: true;
  /** A stolen cookie alone can't make the call: see server/auth/step-up.ts. `fields`: only with one of these in the body. */
  stepUp?: { proof: FreshProof; fields?: readonly string[] };
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Absent: answers 204 without a body, or a file. */
  response?: z.ZodType;
  /** Media types of the file that it answers with. */
  download?: readonly string[];
  /** Of a body; {@link MAX_BODY_BYTES} where absent. */
  maxBodyBytes?: number;
  /** A POST to a collection that creates nothing by itself answers 200. */
  creates?: false;
}

export const itemsOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/** Whether the call takes a fresh proof, with this body. */
export function needsStepUp({ stepUp }: Operation, body: unknown): FreshProof | null {
  if (!stepUp) return null;
  const given = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  return !stepUp.fields || stepUp.fields.some((field) => given.includes(field)) ? stepUp.proof : null;
}

/** What an API token needs for it. */
export const powerFor = ({ power, method }: Operation): TokenPower => power ?? (method === 'GET' ? 'read' : 'manage');
