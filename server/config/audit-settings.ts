/** How long the audit is kept, and where it goes besides. */

import { number, read, refuse, type Environment } from './read';
import { readAuthority, readNamed, readSecret } from './read-file';

export interface AuditSettings {
  auditRetentionDays: number | null;
  auditSyslog: SyslogSettings | null;
  auditWebhook: WebhookSettings | null;
}

export interface SyslogSettings {
  secure: boolean;
  host: string;
  port: number;
  /** PEM; null: the system's authorities, and no certificate of our own. */
  ca: string | null;
  cert: string | null;
  key: string | null;
}

export interface WebhookSettings {
  url: URL;
  /** Signs what is sent; null: nothing does. */
  secret: string | null;
  ca: string | null;
}

/** RFC 6587 leaves plain TCP without a port of its own; 601 is registered for it. RFC 5425 for TLS. */
const PORTS: Record<string, number> = { 'tcp:': 601, 'tls:': 6514 };
/** Less could be guessed from one message that was seen. */
const MIN_WEBHOOK_SECRET = 16;
const MAX_DAYS = 36_500;

/** @throws StartError that names the variable, exit code 78 */
export function auditSettings(env: Environment): AuditSettings {
  return {
    auditRetentionDays: read(env, 'AUDIT_RETENTION_DAYS') === null ? null : number(env, 'AUDIT_RETENTION_DAYS', 1, 1, MAX_DAYS),
    auditSyslog: syslog(env),
    auditWebhook: webhook(env),
  };
}

function syslog(env: Environment): SyslogSettings | null {
  const text = read(env, 'AUDIT_SYSLOG');
  const [ca, cert, key] = [read(env, 'AUDIT_SYSLOG_CA'), read(env, 'AUDIT_SYSLOG_CERT'), read(env, 'AUDIT_SYSLOG_KEY')];
  if (text === null) {
    for (const name of ['AUDIT_SYSLOG_CA', 'AUDIT_SYSLOG_CERT', 'AUDIT_SYSLOG_KEY'])
      if (read(env, name) !== null) refuse(name, 'is set, but AUDIT_SYSLOG is not');
    return null;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  const port = url && PORTS[url.protocol];
  if (!url || port === undefined || !url.hostname || url.username || url.password || !/^\/?$/.test(url.pathname) || url.search || url.hash)
    return refuse('AUDIT_SYSLOG', 'must be tcp://host:port or tls://host:port');
  const secure = url.protocol === 'tls:';
  if (!secure && (ca ?? cert ?? key) !== null) refuse('AUDIT_SYSLOG', 'must begin with tls:// where certificates are set for it');
  if ((cert === null) !== (key === null))
    refuse(cert === null ? 'AUDIT_SYSLOG_CERT' : 'AUDIT_SYSLOG_KEY', 'is missing: one needs the other');
  return {
    secure,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? port! : Number(url.port),
    ca: readAuthority(env, 'AUDIT_SYSLOG_CA'),
    cert: cert === null ? null : readNamed('AUDIT_SYSLOG_CERT', cert),
    key: key === null ? null : readNamed('AUDIT_SYSLOG_KEY', key),
  };
}

function webhook(env: Environment): WebhookSettings | null {
  const text = read(env, 'AUDIT_WEBHOOK');
  if (text === null) {
    for (const name of ['AUDIT_WEBHOOK_SECRET', 'AUDIT_WEBHOOK_SECRET_FILE', 'AUDIT_WEBHOOK_CA'])
      if (read(env, name) !== null) refuse(name, 'is set, but AUDIT_WEBHOOK is not');
    return null;
  }
  if (!URL.canParse(text)) refuse('AUDIT_WEBHOOK', 'must be a whole URL, such as https://collector.example.com/audit');
  const url = new URL(text);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local))
    refuse('AUDIT_WEBHOOK', 'must begin with https://; http:// only goes to this very machine');
  if (url.username || url.password || url.hash) refuse('AUDIT_WEBHOOK', 'must have no user, password or fragment');
  return { url, secret: webhookSecret(env), ca: readAuthority(env, 'AUDIT_WEBHOOK_CA') };
}

function webhookSecret(env: Environment): string | null {
  const secret = readSecret(env, 'AUDIT_WEBHOOK_SECRET');
  if (secret !== null && secret.length < MIN_WEBHOOK_SECRET)
    refuse('AUDIT_WEBHOOK_SECRET', `must have at least ${MIN_WEBHOOK_SECRET} characters`);
  return secret;
}
