/** sysexits.h EX_CONFIG: something was found in an unconfigured or misconfigured state. */
export const EXIT_CONFIG = 78;
export const EXIT_FAILURE = 1;

/** A reason not to start, in one line that an operator can act on. It never holds a value of the environment. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly exitCode: number = EXIT_FAILURE,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'StartError';
  }
}
