/** Why no passkey was shown or made; `replaced`: something else is asked instead, which is nothing to tell. */
export type PasskeyProblem = 'cancelled' | 'known' | 'unfit' | 'address' | 'failed' | 'replaced';

export class PasskeyError extends Error {
  override readonly name = 'PasskeyError';

  constructor(
    readonly problem: PasskeyProblem,
    cause: unknown,
  ) {
    super(problem, { cause });
  }
}
