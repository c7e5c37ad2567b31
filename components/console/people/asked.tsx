'use client';

import { useState } from 'react';
import { useConsoleModel } from '../console-model';
import { AskedBanner } from './asked-banner';
import { firstAsker, keyOf } from './follow-company';

/** Whoever would like to have the exclusive host that this page's person works on. */
export function Asked({ ref }: { ref: React.Ref<HTMLElement> }) {
  const { host, rights, usable, company, connection, focusScreen } = useConsoleModel();
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const asker = host.exclusive && !rights.watching && usable ? firstAsker(company.asked, dismissed) : null;
  return (
    <AskedBanner
      ref={ref}
      asker={asker}
      onGive={() => {
        if (asker) connection.send({ type: 'hand-over', to: asker.userName });
      }}
      onDismiss={() => {
        if (asker) setDismissed(new Set([...dismissed, keyOf(asker)]));
        focusScreen();
      }}
    />
  );
}
