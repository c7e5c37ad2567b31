/** What a row of the REST API says. */

import { z } from 'zod';
import type { TokenPower } from '../token-scope';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Who may call: anybody, anybody signed in (what they see is theirs), a signed-in browser but no token, or an admin. */
export type Audience = 'anyone' | 'user' | 'browser' | 'admin';

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
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Absent: answers 204 without a body, or a file. */
  response?: z.ZodType;
  /** Media types of the file that it answers with. */
  download?: readonly string[];
  /** Of a body; a few hundred kilobytes where absent. */
  maxBodyBytes?: number;
  /** A POST to a collection that creates nothing by itself answers 200. */
  creates?: false;
}

export const itemsOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/** What an API token needs for it. */
export const powerFor = ({ power, method }: Operation): TokenPower => power ?? (method === 'GET' ? 'read' : 'manage');
