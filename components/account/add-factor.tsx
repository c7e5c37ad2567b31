'use client';

import { useMemo } from 'react';
import type { z } from 'zod';
import type { totpSetupSchema } from '@/server/contract/factors';
import { call } from '../api/client';
import type { Ceremony } from '../factors/ceremony';
import { EnrolPasskey } from '../factors/enrol-passkey';
import { EnrolTotp } from '../factors/enrol-totp';

/** What the portal gave to begin with: it gives nothing before a second factor was shown, where there is one already. */
export type Begun = { kind: 'totp'; setup: z.infer<typeof totpSetupSchema> } | { kind: 'passkey'; ceremony: Ceremony };

interface Props {
  begun: Begun;
  /** `codes`: recovery codes that were drawn with a first factor. */
  onAdded: (kind: Begun['kind'], codes: readonly string[] | null) => void;
}

export default function AddFactor({ begun, onAdded }: Props) {
  const ways = useMemo(() => {
    if (begun.kind === 'totp') return { totp: () => Promise.resolve(begun.setup), passkey: () => call('beginPasskey') };
    return { totp: () => call('beginTotp'), passkey: firstThen(begun.ceremony, () => call('beginPasskey')) };
  }, [begun]);
  return begun.kind === 'totp' ? (
    <EnrolTotp begin={ways.totp} confirm={async (code) => onAdded('totp', (await call('confirmTotp', { body: { code } })).codes)} />
  ) : (
    <EnrolPasskey begin={ways.passkey} register={async (body) => onAdded('passkey', (await call('addPasskey', { body })).codes)} />
  );
}

/** A ceremony is good for one answer: whoever cancels and tries again needs another. */
function firstThen<T>(first: T, more: () => Promise<T>): () => Promise<T> {
  const left = [first];
  return async () => left.pop() ?? more();
}
