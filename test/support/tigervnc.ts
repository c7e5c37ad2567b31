/** TigerVNC's own X server, listening for RFB on plain TCP. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from './certificates';
import { RunningProcess, runProcess } from './process';
import { freePort } from './ports';
import { temporaryDirectory } from './temporary';
import { listening } from './waiting';

export interface TigerVncOptions {
  password?: string;
  geometry?: string;
  /** Where an earlier one listened, to start again in its place. */
  port?: number;
  /** Shown in an xterm, for a screen that is not empty. */
  text?: string;
  /** The terminal fills the screen, light on dark, as a machine's own console does. */
  fills?: boolean;
  /** As in -SecurityTypes; by default VncAuth with a password and None without. */
  securityTypes?: string;
  /** For the X509 types. */
  certificate?: Certificate;
  /** The only account for the Plain types, instead of the machine's own. */
  account?: { username: string; password: string };
  /** Refuses an address after so many connections in a row that did not log in. */
  blacklistAfter?: number;
  /** Its user has to agree to each connection. Nobody is there to be asked, which it says at once. */
  asksItsUser?: boolean;
  /** Speaks version 3.3 only. */
  version33?: boolean;
}

export interface TigerVnc {
  port: number;
  /** As in DISPLAY, for X clients that draw on it. */
  display: string;
  /** It stands still, with its connections open, until it goes on. */
  pause(): void;
  goOn(): void;
  stop(): Promise<unknown>;
}

export async function startTigerVnc(options: TigerVncOptions = {}): Promise<TigerVnc> {
  const { geometry = '320x240', text } = options;
  const { path, remove } = temporaryDirectory('tigervnc');
  const port = options.port ?? (await freePort());
  // With -displayfd the server itself picks a display that is free, and writes its number when it serves.
  const args = ['-displayfd', '1', '-rfbport', String(port), '-localhost', '-geometry', geometry, '-depth', '24'];
  args.push(...(await securityArguments(path, options)));
  const env = options.account ? accountEnvironment(path, options.account) : {};
  const server = new RunningProcess('Xtigervnc', 'Xtigervnc', args, { env });
  const [, number] = await server.line(/^(\d+)$/);
  await listening(port, server);
  const xterm =
    text === undefined
      ? null
      : new RunningProcess('xterm', 'xterm', [
          '-display',
          `:${number!}`,
          ...(options.fills ? FILLING : []),
          '-e',
          'sh',
          '-c',
          `echo '${text}'; sleep 600`,
        ]);
  return {
    port,
    display: `:${number!}`,
    pause: () => server.signal('SIGSTOP'),
    goOn: () => server.signal('SIGCONT'),
    async stop() {
      server.signal('SIGCONT');
      await xterm?.stop();
      await server.stop();
      remove();
    },
  };
}

async function securityArguments(directory: string, options: TigerVncOptions): Promise<string[]> {
  const { password, certificate, account, blacklistAfter, asksItsUser = false, version33 = false } = options;
  const args = ['-SecurityTypes', options.securityTypes ?? (password === undefined ? 'None' : 'VncAuth')];
  if (password !== undefined) args.push('-PasswordFile', await passwordFile(directory, password));
  if (certificate) args.push('-X509Cert', certificate.certFile, '-X509Key', certificate.keyFile);
  if (account) args.push('-PlainUsers', account.username, '-PAMService', PAM_SERVICE);
  args.push(...(blacklistAfter === undefined ? ['-UseBlacklist=0'] : ['-UseBlacklist=1', `-BlacklistThreshold=${blacklistAfter}`]));
  if (asksItsUser) args.push('-QueryConnect');
  if (version33) args.push('-Protocol3.3');
  return args;
}

const FILLING = ['-geometry', '113x36+0+0', '-fa', 'DejaVu Sans Mono', '-fs', '12', '-bg', '#0c1418', '-fg', '#d7e0e2', '-b', '10', '+sb'];

const PAM_SERVICE = 'vnc-portal-test';

/** PAM with a service in a directory of ours (pam_wrapper of cwrap), whose one account is in a script, instead of the machine's accounts. */
function accountEnvironment(directory: string, { username, password }: { username: string; password: string }): Record<string, string> {
  const check = join(directory, 'check');
  const script = `#!/bin/sh\n[ "$PAM_USER" = '${username}' ] && [ "$(tr -d '\\0')" = '${password}' ]\n`;
  writeFileSync(check, script, { mode: 0o700 });
  const services = join(directory, 'pam.d');
  mkdirSync(services);
  const service = `auth required pam_exec.so quiet expose_authtok ${check}\naccount required pam_permit.so\n`;
  for (const name of [PAM_SERVICE, 'other']) writeFileSync(join(services, name), service);
  return { LD_PRELOAD: 'libpam_wrapper.so', PAM_WRAPPER: '1', PAM_WRAPPER_SERVICE_DIR: services };
}

/** Obfuscated as all of VNC's password files are; TightVNC and x11vnc read them too. */
export async function passwordFile(directory: string, password: string): Promise<string> {
  const file = join(directory, 'password');
  const script = 'printf "%s\\n" "$1" | tigervncpasswd -f > "$2"';
  writeFileSync(file, '', { mode: 0o600 });
  await runProcess('sh', ['-c', script, 'sh', password, file]);
  return file;
}
