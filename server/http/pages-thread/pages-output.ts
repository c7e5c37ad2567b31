/** What Next writes by itself, which strangers can cause: into the log like all else, shortened, and not more than somebody can read. */

import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Logger } from '../../log';
import { LogLimit } from '../../log-limit';

/** The message and the first lines of a stack. */
const MAX_CHARACTERS = 2000;

/** @param output one piece a line of Next's, or several lines that belong together */
export function logOutput(output: Readable, log: Pick<Logger, 'debug' | 'warn'>, level: 'debug' | 'warn'): void {
  const limit = new LogLimit((leftOut) => log.warn({ leftOut }, 'the pages wrote more than is logged'));
  output.setEncoding('utf8').on('data', (piece: string) => {
    const said = readable(piece);
    if (said !== '' && limit.allows()) log[level]({ said }, 'the pages wrote');
  });
}

/** Without colours and other control characters. */
function readable(piece: string): string {
  return stripVTControlCharacters(piece.slice(0, 2 * MAX_CHARACTERS))
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_CHARACTERS);
}
