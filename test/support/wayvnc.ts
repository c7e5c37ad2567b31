/** wayvnc in front of a sway without a screen. */

import { chownSync, copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from './certificates';
import { freePort } from './ports';
import { runProcess, RunningProcess } from './process';
import { temporaryDirectory } from './temporary';
import { listening, until } from './waiting';

export interface WayVncOptions {
  /** With a certificate: wayvnc asks for a login only inside TLS. */
  account?: { username: string; password: string; certificate: Certificate };
}

export interface WayVnc {
  port: number;
  /** Copies a text on its desktop, as a person there does. */
  copy(text: string): Promise<void>;
  /** Pastes there. */
  paste(): Promise<string>;
  stop(): Promise<unknown>;
}

/** sway does not run as root: `nobody` of Debian. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

export async function startWayVnc({ account }: WayVncOptions = {}): Promise<WayVnc> {
  const { path, remove } = temporaryDirectory('wayvnc');
  if (isRoot) chownSync(path, NOBODY, NOBODY);
  const env = { XDG_RUNTIME_DIR: path, HOME: path };
  const headless = { WLR_BACKENDS: 'headless', WLR_LIBINPUT_NO_DEVICES: '1', WLR_RENDERER: 'pixman' };
  const sway = unprivileged('sway', ['-c', '/dev/null'], { ...env, ...headless });
  const display = await until('sway to serve', () => {
    if (!sway.running) throw new Error(`sway ended:\n${sway.output}`);
    return readdirSync(path).find((name) => /^wayland-\d+$/.test(name));
  });
  const port = await freePort();
  const config = account ? configuration(path, account) : '/dev/null';
  const server = unprivileged('wayvnc', [`--config=${config}`, '127.0.0.1', String(port)], { ...env, WAYLAND_DISPLAY: display });
  await listening(port, server);
  const wayland = { env: { ...env, WAYLAND_DISPLAY: display } };
  const asUser = (script: string, ...values: string[]) => {
    const shell = ['sh', '-c', script, 'sh', ...values];
    return isRoot ? runProcess('setpriv', [...nobody, ...shell], wayland) : runProcess('env', shell, wayland);
  };
  return {
    port,
    async copy(text) {
      // It serves the text in the background, with the output of its own.
      await asUser('printf "%s" "$1" | wl-copy >/dev/null 2>&1', text);
    },
    async paste() {
      const { stdout } = await asUser('timeout 2 wl-paste --no-newline; true');
      return stdout.join('\n');
    },
    async stop() {
      await server.stop();
      await sway.stop();
      remove();
    },
  };
}

const nobody = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups', '--'];

function unprivileged(command: string, args: string[], env: Record<string, string>): RunningProcess {
  return isRoot
    ? new RunningProcess(command, 'setpriv', [...nobody, command, ...args], { env })
    : new RunningProcess(command, command, args, { env });
}

function configuration(directory: string, { username, password, certificate }: NonNullable<WayVncOptions['account']>): string {
  const own = (name: string): string => join(directory, name);
  copyFileSync(certificate.certFile, own('cert.pem'));
  copyFileSync(certificate.keyFile, own('key.pem'));
  const settings = { enable_auth: true, username, password, certificate_file: own('cert.pem'), private_key_file: own('key.pem') };
  writeFileSync(
    own('config'),
    Object.entries(settings)
      .map(([name, value]) => `${name}=${String(value)}\n`)
      .join(''),
  );
  if (isRoot) for (const name of ['cert.pem', 'key.pem', 'config']) chownSync(own(name), NOBODY, NOBODY);
  return own('config');
}
