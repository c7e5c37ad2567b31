import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

const STDERR = 2;
/** An error may repeat what a stranger has sent. */
const MAX_ERROR_CHARACTERS = 8000;
const MAX_PATH_CHARACTERS = 200;

interface LogOptions {
  logLevel: string;
  logFormat: 'pretty' | 'json';
  /** Which of several workers writes it. */
  worker?: number | null;
}

/** The log goes to stderr: stdout belongs to what a person or a script waits for (the address, the setup code). */
export function createLogger(options: LogOptions): Logger {
  const base = typeof options.worker === 'number' ? { worker: options.worker } : null;
  const settings = { level: options.logLevel, base, serializers: { err: boundedError } };
  if (options.logFormat === 'json') return pino(settings, pino.destination({ fd: STDERR, sync: true }));
  return pino(
    settings,
    pretty({
      destination: STDERR,
      sync: true,
      colorize: process.stderr.isTTY,
      translateTime: 'SYS:HH:MM:ss',
      ignore: 'pid,hostname',
    }),
  );
}

/** A request's path for the log: without its query, which may hold a secret, and not as long as a stranger likes. */
export function loggedPath(url: string | undefined): string | undefined {
  return url?.split('?', 1)[0]!.slice(0, MAX_PATH_CHARACTERS);
}

function boundedError(error: Error): unknown {
  const said: unknown = pino.stdSerializers.err(error);
  return typeof said === 'object' && said !== null ? bounded(said) : said;
}

/** `pretty` writes a text as it is: without control characters it can't forge a line, nor colour one. */
function bounded(said: object): object {
  return Object.fromEntries(
    Object.entries(said).map(([name, value]: [string, unknown]) => [
      name,
      // eslint-disable-next-line no-control-regex
      typeof value === 'string' ? value.slice(0, MAX_ERROR_CHARACTERS).replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, ' ') : value,
    ]),
  );
}
