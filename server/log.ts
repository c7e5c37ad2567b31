import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

const STDERR = 2;

interface LogOptions {
  logLevel: string;
  logFormat: 'pretty' | 'json';
  /** Which of several workers writes it. */
  worker?: number | null;
}

/** The log goes to stderr: stdout belongs to what a person or a script waits for (the address, the setup code). */
export function createLogger(options: LogOptions): Logger {
  const base = typeof options.worker === 'number' ? { worker: options.worker } : null;
  const settings = { level: options.logLevel, base, serializers: { err: pino.stdSerializers.err } };
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
