'use client';

import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { HostRow } from '@/server/contract/host';
import { call } from '../api/client';
import { askFirst } from '../shell/confirm';
import { notifyDone, notifyProblem } from '../shell/notify';
import { useCopy } from '../shell/use-copy';

/** What can be done to a host from its row. */
export interface HostDeeds {
  setFavourite: (id: string, favourite: boolean) => void;
  copy: (text: string) => void;
  edit: (host: HostRow) => void;
  test: (host: HostRow) => void;
  remove: (host: HostRow) => void;
}

type Given = Pick<HostDeeds, 'setFavourite' | 'edit' | 'test'> & { afterRemoval: () => void };

/** @param given all must be stable: the rows of a long list are rendered again when a deed is another */
export function useHostDeeds({ setFavourite, edit, test, afterRemoval }: Given): HostDeeds {
  const { copy } = useCopy();
  return useMemo(
    () => ({
      setFavourite,
      edit,
      test,
      copy: (text) =>
        void copy(text).then((done) =>
          done ? notifyDone('Copied') : notifyProblem('Not copied', new Error('the browser allows no copying here')),
        ),
      remove: (host) => askToRemove(host, afterRemoval),
    }),
    [setFavourite, edit, test, copy, afterRemoval],
  );
}

function askToRemove({ id, name }: HostRow, afterRemoval: () => void): void {
  // The row may be some seconds old, and this sentence is what the decision rests on.
  const ask = (live: number) =>
    askFirst({
      title: `Remove ${name}?`,
      body: (
        <Text size="sm">
          {live === 0 && 'No console to it is open now. '}
          {live === 1 && 'One live console ends at once. '}
          {live > 1 && `${live} live consoles end at once. `}
          Its addresses, TLS settings and stored VNC password are deleted; its past consoles stay in the audit. The machine itself is not
          touched.
        </Text>
      ),
      confirm: live === 0 ? 'Remove the host' : live === 1 ? 'End the console and remove' : `End ${live} consoles and remove`,
      act: async () => {
        await call('removeHost', { params: { id } });
        notifyDone(`${name} was removed.`);
        afterRemoval();
      },
    });
  call('getHost', { params: { id } }).then(
    (host) => ask(host.live),
    (error: unknown) => notifyProblem(`${name} was not removed`, error),
  );
}
