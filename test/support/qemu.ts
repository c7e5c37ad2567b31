/** QEMU showing its firmware's screen, with the WebSocket that QEMU itself speaks. */

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningProcess, runProcess } from './process';
import { freePort } from './ports';
import { temporaryDirectory } from './temporary';
import { listening, until } from './waiting';

export interface QemuOptions {
  password?: string;
  /** A directory as certificates.ts makes it: the WebSocket is then wss. */
  tlsDirectory?: string;
  /** TLS without a certificate. */
  anonymousTls?: boolean;
  /** The only account for SASL, in place of VNC's password. */
  sasl?: { username: string; password: string; mechanisms: string };
  /** Listens for RFB on this UNIX socket, and on nothing else. */
  socketPath?: string;
  /** The machine boots into a program that shows what is typed; otherwise it stays in its firmware. */
  echoesKeys?: boolean;
  /** The machine boots this Linux, whose serial lines are these UNIX sockets. */
  linux?: { kernel: string; initrd: string; serial: readonly string[] };
  /** Where an earlier one listened, to start again in its place. */
  ports?: { vnc: number; websocket: number };
}

export interface Qemu {
  pid: number;
  ports: { vnc: number; websocket: number };
  /** `ws://127.0.0.1:PORT/`, or wss. QEMU answers 404 to any other path. */
  url: string;
  /** `vnc://127.0.0.1:PORT`. */
  vncUrl: string;
  stop(signal?: NodeJS.Signals): Promise<unknown>;
}

const FIRST_VNC_PORT = 5900;

export async function startQemu(options: QemuOptions = {}): Promise<Qemu> {
  const { password, tlsDirectory, ports, socketPath, echoesKeys = false, linux } = options;
  const vnc = ports?.vnc ?? (await freeDisplayPort());
  const websocket = ports?.websocket ?? (await freePort());
  const display = socketPath === undefined ? [`127.0.0.1:${vnc - FIRST_VNC_PORT}`, `websocket=${websocket}`] : [`unix:${socketPath}`];
  const objects: string[] = [];
  if (tlsDirectory !== undefined) {
    objects.push('-object', `tls-creds-x509,id=t0,dir=${tlsDirectory},endpoint=server,verify-peer=off,sanity-check=off`);
    display.push('tls-creds=t0');
  }
  if (options.anonymousTls) {
    objects.push('-object', 'tls-creds-anon,id=t0,endpoint=server');
    display.push('tls-creds=t0');
  }
  if (options.sasl) display.push('sasl=on');
  if (password !== undefined) {
    objects.push('-object', `secret,id=s0,data=${password}`);
    display.push('password-secret=s0');
  }
  const directory = echoesKeys ? temporaryDirectory('qemu') : null;
  if (directory) objects.push('-drive', `format=raw,file=${bootDisk(directory.path)}`);
  if (linux) {
    objects.push('-kernel', linux.kernel, '-initrd', linux.initrd, '-append', 'quiet');
    for (const path of linux.serial) objects.push('-serial', `unix:${path},server=on,wait=off`);
  }
  const machine = ['-machine', 'pc', '-m', linux ? '128' : '32', '-nodefaults', '-vga', 'std', '-display', 'none', '-accel', 'tcg'];
  const { env, remove } = options.sasl ? await saslEnvironment(options.sasl) : { env: {}, remove: () => undefined };
  const server = new RunningProcess('QEMU', 'qemu-system-x86_64', [...machine, ...objects, '-vnc', display.join(',')], { env });
  if (socketPath === undefined) {
    try {
      await listening(websocket, server);
    } catch (error) {
      remove();
      directory?.remove();
      // Somebody else took one of the ports between the look for it and now.
      if (!ports && /Address already in use/.test(String(error))) return startQemu(options);
      throw error;
    }
  } else await until(`QEMU on ${socketPath}`, () => existsSync(socketPath));
  return {
    pid: server.pid,
    ports: { vnc, websocket },
    url: `${tlsDirectory === undefined ? 'ws' : 'wss'}://127.0.0.1:${websocket}/`,
    vncUrl: `vnc://127.0.0.1:${vnc}`,
    async stop(signal) {
      remove();
      await server.stop(signal);
      directory?.remove();
    },
  };
}

/** Cyrus SASL's settings and accounts in a directory of their own. */
async function saslEnvironment({ username, password, mechanisms }: NonNullable<QemuOptions['sasl']>) {
  const { path, remove } = temporaryDirectory('sasl');
  const accounts = join(path, 'accounts.db');
  await runProcess('saslpasswd2', ['-p', '-c', '-f', accounts, '-a', 'qemu', username], { input: password });
  writeFileSync(
    join(path, 'qemu.conf'),
    `mech_list: ${mechanisms}\npwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: ${accounts}\n`,
  );
  return { env: { SASL_CONF_PATH: path }, remove };
}

/** QEMU counts displays from port 5900 on. */
async function freeDisplayPort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port >= FIRST_VNC_PORT) return port;
  }
}

const SECTOR = 512;

/** A boot sector that reads a key (INT 16h) and writes it on the screen (INT 10h), for ever. */
function bootDisk(directory: string): string {
  const disk = Buffer.alloc(128 * SECTOR);
  // mov ah,0; int 16h; mov ah,0Eh; mov bx,7; int 10h; jmp to the beginning
  Buffer.from([0xb4, 0x00, 0xcd, 0x16, 0xb4, 0x0e, 0xbb, 0x07, 0x00, 0xcd, 0x10, 0xeb, 0xf3]).copy(disk);
  disk.writeUInt16LE(0xaa55, SECTOR - 2);
  const file = join(directory, 'disk.img');
  writeFileSync(file, disk);
  return file;
}
