import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { auditSettings } from '../../../server/config/audit-settings';
import { temporaryDirectory } from '../../support/temporary';

const directory = temporaryDirectory('audit-settings');
const file = join(directory.path, 'short');
writeFileSync(file, 'short\n');
afterAll(() => directory.remove());

it('keeps everything and forwards nothing unless it is told to', () => {
  expect(auditSettings({})).toEqual({ auditRetentionDays: null, auditSyslog: null, auditWebhook: null });
});

it('reads where the audit goes', () => {
  const { auditSyslog, auditWebhook, auditRetentionDays } = auditSettings({
    ...{
      AUDIT_SYSLOG: 'tls://[::1]',
      AUDIT_WEBHOOK: 'http://localhost:8080/x?y',
      AUDIT_WEBHOOK_SECRET: 'sixteen letters!',
      AUDIT_RETENTION_DAYS: '90',
    },
  });
  expect(auditSyslog).toEqual({ secure: true, host: '::1', port: 6514, ca: null, cert: null, key: null });
  expect(auditWebhook).toMatchObject({ secret: 'sixteen letters!', ca: null });
  expect(auditWebhook!.url.href).toBe('http://localhost:8080/x?y');
  expect(auditRetentionDays).toBe(90);
  expect(auditSettings({ AUDIT_SYSLOG: 'tcp://logs:1514' }).auditSyslog).toMatchObject({ secure: false, host: 'logs', port: 1514 });
});

const syslog = { AUDIT_SYSLOG: 'tls://logs:6514' };
const webhook = { AUDIT_WEBHOOK: 'https://collector/x' };
it.each([
  ['AUDIT_RETENTION_DAYS', { AUDIT_RETENTION_DAYS: '0' }],
  ['AUDIT_RETENTION_DAYS', { AUDIT_RETENTION_DAYS: 'ten' }],
  ...['logs', 'udp://logs', 'tcp://', 'tls://u:p@logs', 'tls://logs/path', 'tls://logs?x'].map(
    (value) => ['AUDIT_SYSLOG', { AUDIT_SYSLOG: value }] as const,
  ),
  ['AUDIT_SYSLOG', { AUDIT_SYSLOG: 'tcp://logs', AUDIT_SYSLOG_CERT: file, AUDIT_SYSLOG_KEY: file }],
  ['AUDIT_SYSLOG_CA', { AUDIT_SYSLOG_CA: file }],
  ['AUDIT_SYSLOG_CA', { ...syslog, AUDIT_SYSLOG_CA: file }],
  ['AUDIT_SYSLOG_CA', { ...syslog, AUDIT_SYSLOG_CA: '/nonexistent' }],
  ['AUDIT_SYSLOG_KEY', { ...syslog, AUDIT_SYSLOG_CERT: file }],
  ...['x', 'http://collector/x', 'https://u:p@collector/', 'ftp://collector'].map(
    (value) => ['AUDIT_WEBHOOK', { AUDIT_WEBHOOK: value }] as const,
  ),
  ['AUDIT_WEBHOOK_SECRET', { AUDIT_WEBHOOK_SECRET: 'sixteen letters!' }],
  ['AUDIT_WEBHOOK_SECRET', { ...webhook, AUDIT_WEBHOOK_SECRET: 'short' }],
  ['AUDIT_WEBHOOK_SECRET', { ...webhook, AUDIT_WEBHOOK_SECRET_FILE: file }],
  ['AUDIT_WEBHOOK_CA', { ...webhook, AUDIT_WEBHOOK_CA: file }],
] as const)('refuses a bad %s with one line that does not repeat it (%#)', (name, env: Record<string, string>) => {
  const value = env[name] ?? '';
  try {
    auditSettings(env);
    expect.unreachable();
  } catch (error) {
    const { message, exitCode } = error as { message: string; exitCode: number };
    expect(message).toMatch(new RegExp(`^${name}(_FILE)? .*[^\\n]$`));
    expect(exitCode).toBe(78);
    if (value.length > 6) expect(message).not.toContain(value);
  }
});
