/** What whoever started the portal reads on standard output: a person at a terminal, or a script. */

import type { Config } from '../config';

/** A start that has come to its end. */
export interface Started {
  /** Where the portal listens. */
  url: string;
  /** null: there is a user already. */
  setupCode: string | null;
}

export function announce({ publicUrl, basePath }: Pick<Config, 'publicUrl' | 'basePath'>, { url, setupCode }: Started): void {
  process.stdout.write(`listening on ${url}\n`);
  if (publicUrl) process.stdout.write(`people reach it at ${publicUrl.origin}${basePath}/\n`);
  if (setupCode !== null) {
    process.stdout.write(
      `\nThere is no user yet. Open the address above and create the first administrator with this setup code:\n\n    ${setupCode}\n\n`,
    );
  }
}
