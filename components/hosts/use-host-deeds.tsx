'use client';

import { Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { HostRow } from '@/server/contract/host';
import { ApiError } from '../api/api-error';
import { basePath } from '../api/base-path';
import { call } from '../api/client';
import { askFirst } from '../shell/confirm';
import { notifyDone, notifyProblem } from '../shell/notify';
import { useCopy } from '../shell/use-copy';

type Translate = ReturnType<typeof useTranslations<'hosts'>>;

/** What can be done to a host from its row. */
export interface HostDeeds {
  setFavourite: (id: string, favourite: boolean) => void;
  copyLink: (id: string) => void;
  copyAddresses: (targets: string[]) => void;
  edit: (host: HostRow) => void;
  duplicate: (host: HostRow) => void;
  test: (host: HostRow) => void;
  remove: (host: HostRow) => void;
}

type Given = Pick<HostDeeds, 'setFavourite' | 'edit' | 'duplicate' | 'test'> & { afterRemoval: () => void };

/** @param given all must be stable: the rows of a long list are rendered again when a deed is another */
export function useHostDeeds({ setFavourite, edit, duplicate, test, afterRemoval }: Given): HostDeeds {
  const t = useTranslations('hosts');
  const { copy } = useCopy();
  return useMemo(() => {
    const tell = async (text: string, done: string) => {
      if (await copy(text)) notifyDone(done);
      else notifyProblem(t('deed.notCopied'), new ApiError('no_copying', 0, t('deed.noCopying')));
    };
    return {
      ...{ setFavourite, edit, duplicate, test },
      copyLink: (id) => void tell(`${window.location.origin}${basePath()}/console/${id}`, t('deed.linkCopied')),
      copyAddresses: (targets) => void tell(targets.join('\n'), t('deed.addressCopied', { count: targets.length })),
      remove: (host) => askToRemove(t, host, afterRemoval),
    };
  }, [setFavourite, edit, duplicate, test, copy, afterRemoval, t]);
}

function askToRemove(t: Translate, { id, name }: HostRow, afterRemoval: () => void): void {
  // The row may be some seconds old, and this sentence is what the decision rests on.
  const ask = (live: number) =>
    askFirst({
      title: t('removal.title', { name }),
      body: (
        <Text size="sm">
          {t('removal.live', { count: live })} {t('removal.consequences')}
        </Text>
      ),
      confirm: t('removal.confirm', { count: live }),
      act: async () => {
        await call('removeHost', { params: { id } });
        notifyDone(t('deed.removed', { name }));
        afterRemoval();
      },
    });
  call('getHost', { params: { id } }).then(
    (host) => ask(host.live),
    (error: unknown) => notifyProblem(t('deed.notRemoved', { name }), error),
  );
}
