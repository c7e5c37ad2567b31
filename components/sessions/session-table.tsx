'use client';

import { Anchor, Button } from '@mantine/core';
import { DataTable } from 'mantine-datatable';
import Link from 'next/link';
import type { Session } from '@/server/contract/session';
import { call } from '../api/client';
import { Lasting } from '../shell/ago';
import { askFirst } from '../shell/confirm';
import { notifyDone } from '../shell/notify';
import { bytesText } from '../shell/size-text';
import { tableLook, veryWide, wide } from '../shell/table-look';
import classes from '../shell/table.module.css';

function askToEnd({ id, userName, hostName }: Session, onEnded: () => void): void {
  askFirst({
    title: 'End this console?',
    body: `${userName} is at ${hostName} and is told that an administrator ended the console. What they did on the machine stays as it is.`,
    confirm: 'End the console',
    act: async () => {
      await call('endSession', { params: { id } });
      notifyDone(`The console of ${userName} to ${hostName} was ended.`);
      onEnded();
    },
  });
}

export function SessionTable({ sessions, onEnded }: { sessions: Session[]; onEnded: () => void }) {
  return (
    <DataTable
      {...tableLook}
      records={sessions}
      columns={[
        {
          accessor: 'hostName',
          title: 'Host',
          render: ({ hostId, hostName, userName, address, access, startedAt }) => (
            <div className={classes.stack}>
              <Anchor component={Link} href={`/console/${hostId}`} prefetch={false} fw={600} size="sm">
                {hostName}
              </Anchor>
              <span className={classes.phoneOnly}>
                {userName} from {address}
              </span>
              <span className={classes.phoneOnly}>
                {access === 'view' ? 'viewing' : 'in control'} for <Lasting since={startedAt} />
              </span>
            </div>
          ),
        },
        { accessor: 'userName', title: 'Person', visibleMediaQuery: wide },
        { accessor: 'address', title: 'From', visibleMediaQuery: wide, cellsClassName: classes.mono! },
        { accessor: 'access', title: 'Access', visibleMediaQuery: wide, render: ({ access }) => (access === 'view' ? 'View' : 'Control') },
        { accessor: 'target', title: 'Address of the host', visibleMediaQuery: veryWide, cellsClassName: classes.mono! },
        {
          accessor: 'startedAt',
          title: 'Open for',
          visibleMediaQuery: wide,
          noWrap: true,
          render: ({ startedAt }) => <Lasting since={startedAt} />,
        },
        {
          accessor: 'bytes',
          title: 'To / from the host',
          visibleMediaQuery: wide,
          noWrap: true,
          cellsClassName: classes.numbers!,
          render: ({ bytesToHost, bytesFromHost }) => `${bytesText(bytesToHost)} / ${bytesText(bytesFromHost)}`,
        },
        {
          accessor: 'end',
          title: <span className={classes.hidden}>End</span>,
          textAlign: 'right',
          width: 80,
          render: (session) => (
            <Button
              variant="default"
              size="xs"
              onClick={() => askToEnd(session, onEnded)}
              aria-label={`End the console of ${session.userName} to ${session.hostName}`}
            >
              End
            </Button>
          ),
        },
      ]}
    />
  );
}
