/** The environment, parsed: the table of DESIGN.md in code. A bad value names its variable and never itself. */

import { resolve } from 'node:path';
import { auditSettings, type AuditSettings } from './audit-settings';
import { basePathOf } from './base-path';
import { number, read, refuse, type Environment } from './read';
import { secondFactorRule, type SecondFactorRule } from './second-factor';
import { signInSettings, type SignInSettings } from './sign-in-settings';
import { defaultTargetRules, parseNetworks, parseTargetRules, type TargetRules } from './networks';

export interface Settings extends SignInSettings, AuditSettings {
  /** Address to listen on. */
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** Absolute path. */
  dataDir: string;
  /** null: the embedded database. */
  databaseUrl: string | null;
  /** Without a trailing slash in its path; null: whatever the request says. */
  publicUrl: URL | null;
  /** '' or '/sub/path'. */
  basePath: string;
  authSecret: string | null;
  authSecretFile: string | null;
  tlsCert: string | null;
  tlsKey: string | null;
  isTrustedProxy: (address: string) => boolean;
  targetRules: TargetRules;
  /** Time between pings to a browser, ms. */
  heartbeatMs: number;
  /** Time without a person's doing until a console ends, ms; null: never. */
  idleMs: number | null;
  /** Time that live consoles have to end after SIGTERM, ms. */
  drainMs: number;
  /** Processes on this port. */
  workers: number;
  /** Which of them this one is, from 1; null: it is the only one, or the one that starts the others. */
  worker: number | null;
  maxConsoles: number;
  maxConsolesPerUser: number;
  requireSecondFactor: SecondFactorRule;
  logLevel: string;
  logFormat: 'pretty' | 'json';
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
/** A proxy in front cuts a silent tunnel after 60 s (nginx) or 100 s (Cloudflare): a slower heartbeat could not keep it. */
const MAX_HEARTBEAT_SECONDS = 3600;
const DAY_MINUTES = 24 * 60;
/** More than any machine that carries consoles has cores. */
const MAX_WORKERS = 256;
/** How the primary tells a worker which one it is. Nobody else sets it. */
export const WORKER_NUMBER = 'VNC_PORTAL_WORKER';
/** Below this, a secret can be guessed offline from one cookie. */
export const MIN_SECRET = 16;

function publicUrl(env: Environment): URL | null {
  const text = read(env, 'PUBLIC_URL');
  if (text === null) return null;
  if (!URL.canParse(text)) refuse('PUBLIC_URL', 'must be a whole URL, such as https://vnc.example.com/portal');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') refuse('PUBLIC_URL', 'must begin with http:// or https://');
  if (url.username || url.password || url.search || url.hash) refuse('PUBLIC_URL', 'must have no user, query or fragment');
  url.pathname = url.pathname.replace(/\/+$/, '');
  if (!/^(\/[A-Za-z0-9._~-]+)*\/?$/.test(url.pathname))
    refuse('PUBLIC_URL', 'must have a plain path: letters, digits and . _ ~ - between slashes');
  return url;
}

function databaseUrl(env: Environment): string | null {
  const text = read(env, 'DATABASE_URL');
  if (text === null) return null;
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    refuse('DATABASE_URL', 'must be postgres://user:password@host:port/database; leave it out for the embedded database');
  }
  return text;
}

function secret(env: Environment): string | null {
  const text = read(env, 'AUTH_SECRET');
  if (text !== null && text.length < MIN_SECRET) refuse('AUTH_SECRET', `must have at least ${MIN_SECRET} characters`);
  if (text !== null && read(env, 'AUTH_SECRET_FILE') !== null) refuse('AUTH_SECRET_FILE', 'and AUTH_SECRET are both set: keep one');
  return text;
}

/**
 * @throws StartError naming the first variable with a bad value, exit code 78
 */
export function parseEnvironment(env: Environment, terminal: boolean): Settings {
  const url = publicUrl(env);
  const trusted = parseNetworks(read(env, 'TRUSTED_PROXIES') ?? '');
  if (!trusted) refuse('TRUSTED_PROXIES', 'must be addresses or CIDRs, separated by commas');
  const allowed = read(env, 'ALLOWED_TARGETS');
  const rules = allowed === null ? defaultTargetRules() : parseTargetRules(allowed);
  if (!rules) refuse('ALLOWED_TARGETS', 'must be CIDRs with optional ports, such as 10.0.0.0/8:5900-5999, separated by commas');
  const tlsCert = read(env, 'TLS_CERT');
  const tlsKey = read(env, 'TLS_KEY');
  if (tlsCert !== null && tlsKey === null) refuse('TLS_KEY', 'is missing: TLS_CERT is set, and one needs the other');
  if (tlsKey !== null && tlsCert === null) refuse('TLS_CERT', 'is missing: TLS_KEY is set, and one needs the other');
  const logLevel = read(env, 'LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel)) refuse('LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`);
  const logFormat = read(env, 'LOG_FORMAT') ?? (terminal ? 'pretty' : 'json');
  if (logFormat !== 'pretty' && logFormat !== 'json') refuse('LOG_FORMAT', 'must be pretty or json');
  const host = read(env, 'HOST') ?? '0.0.0.0';
  if (!/^[A-Za-z0-9.:_%-]+$/.test(host)) refuse('HOST', 'must be an address or a name to listen on');
  const idleMinutes = number(env, 'IDLE_MINUTES', 0, 0, 30 * DAY_MINUTES, false);

  return Object.freeze({
    host,
    port: number(env, 'PORT', 3000, 0, 65535),
    dataDir: resolve(read(env, 'DATA_DIR') ?? './data'),
    databaseUrl: databaseUrl(env),
    publicUrl: url,
    basePath: url ? basePathOf(url.href) : '',
    authSecret: secret(env),
    authSecretFile: read(env, 'AUTH_SECRET_FILE'),
    tlsCert,
    tlsKey,
    isTrustedProxy: trusted,
    targetRules: rules,
    heartbeatMs: number(env, 'HEARTBEAT_SECONDS', 20, 0.1, MAX_HEARTBEAT_SECONDS, false) * 1000,
    idleMs: idleMinutes === 0 ? null : idleMinutes * 60_000,
    drainMs: number(env, 'DRAIN_SECONDS', 30, 0, 3600, false) * 1000,
    workers: number(env, 'WORKERS', 1, 1, MAX_WORKERS),
    worker: read(env, WORKER_NUMBER) === null ? null : number(env, WORKER_NUMBER, 1, 1, MAX_WORKERS),
    maxConsoles: number(env, 'MAX_CONSOLES', 10_000, 1, 1_000_000),
    maxConsolesPerUser: number(env, 'MAX_CONSOLES_PER_USER', 100, 1, 1_000_000),
    requireSecondFactor: secondFactorRule(env),
    ...signInSettings(env),
    ...auditSettings(env),
    logLevel,
    logFormat,
  });
}
