import type { z } from 'zod';
import type { ceremonyAnswerSchema, ceremonySchema } from '@/server/contract/factors';

/** What the portal asks of `navigator.credentials`, and the answer that goes back to it. */
export type Ceremony = z.infer<typeof ceremonySchema>;
export type CeremonyAnswer = z.infer<typeof ceremonyAnswerSchema>;
