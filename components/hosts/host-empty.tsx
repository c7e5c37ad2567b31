'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Command } from '../shell/command';
import { Empty } from '../shell/empty';
import classes from './host-empty.module.css';

const kinds = [
  { example: '10.0.0.5:1', what: 'a VNC server by display; 10.0.0.5::5901 by port' },
  { example: 'ws://10.0.0.5:6080/websockify', what: 'websockify, or anything that speaks VNC in a WebSocket; wss:// with TLS' },
  { example: 'ws://hypervisor:5700/', what: "QEMU's own WebSocket (-vnc :0,websocket=on)" },
  { example: 'vnc+unix:///run/vm/vnc.sock', what: 'a UNIX socket of QEMU or libvirt on the portal’s own machine' },
];

/** For the first administrator: what a host is, and how the first one gets here. */
export function FirstHost({ onAdd }: { onAdd: () => void }) {
  return (
    <Empty title="Add your first host">
      <p>A host is a machine whose screen you want to see: give it a name, and the address where its screen is to be had.</p>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd} my="xs">
        Add a host
      </Button>
      <dl className={classes.kinds}>
        {kinds.map(({ example, what }) => (
          <div key={example}>
            <dt>{example}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.or}>Or from a shell on the portal’s machine:</p>
      <Command label="the command" text={'npm run portal -- host add build-1 10.0.0.5:1 --name "Build server"'} />
    </Empty>
  );
}

export function NoHostForYou() {
  return (
    <Empty title="No host is open to you yet">
      <p>
        You are signed in, but your account has not been given any host. Ask an administrator of this portal for access, and say which
        machine you need; it appears here once you have it.
      </p>
    </Empty>
  );
}

export function NoResult({ q, tag, onClear }: { q: string; tag: string; onClear: () => void }) {
  return (
    <Empty title="No host matches">
      <p>
        Nothing {q && <>has “{q}” in its name, id, tags or address</>}
        {q && tag && ' and '}
        {tag && <>carries the tag “{tag}”</>}. Every word must appear somewhere: try fewer.
      </p>
      <Button variant="default" onClick={onClear}>
        Show all hosts
      </Button>
    </Empty>
  );
}
