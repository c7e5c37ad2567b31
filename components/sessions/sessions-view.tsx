'use client';

import { Skeleton, Stack } from '@mantine/core';
import { Empty } from '../shell/empty';
import { PageHead } from '../shell/page-head';
import { Problem } from '../shell/problem';
import { countText } from '../shell/size-text';
import { SessionTable } from './session-table';
import { useSessions } from './use-sessions';

/** Who works where at this moment. */
export function SessionsView() {
  const { sessions, error, reload } = useSessions();
  const people = new Set(sessions?.map(({ userId }) => userId)).size;
  const note =
    sessions && sessions.length > 0
      ? `${countText(sessions.length, 'console')} of ${countText(people, 'person', 'people')}, as it is now.`
      : 'Who works where at this moment.';
  return (
    <>
      <PageHead title="Live consoles" note={note} />
      <Stack gap="md">
        {error && <Problem title="The list is not current" error={error} retry={reload} />}
        {!sessions && !error && <Skeleton height={180} radius="lg" role="status" aria-label="Loading the live consoles" />}
        {sessions?.length === 0 && (
          <Empty title="Nobody is in a console">
            <p>
              As soon as somebody opens a host, it appears here, with who they are, where they come from and how much goes over the line.
            </p>
          </Empty>
        )}
        {sessions && sessions.length > 0 && <SessionTable sessions={sessions} onEnded={reload} />}
      </Stack>
    </>
  );
}
