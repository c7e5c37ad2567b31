'use client';

import { UnstyledButton } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import classes from './chip.module.css';
import { badgeColour } from '../identity';
import { useConsoleModel } from '../console-model';
import { holdable } from '../keyboard/keys';
import { OthersMark, useOthersText } from '../people/others';
import { WatchedMark } from '../people/watched-mark';
import { toneOf, useStateWords } from '../words';

/** What is left of the toolbar while it is hidden: whose screen this is and how it is; and the handle for fingers and pointers. */
export function Chip({ onOpen }: { onOpen: () => void }) {
  const { host, state, viewOnly, rights, held: heldNames } = useConsoleModel();
  const t = useTranslations('consoleBar');
  const { watching } = rights;
  const { short: words } = useStateWords(state);
  const others = useOthersText();
  const tone = toneOf(state);
  const held = holdable.filter(({ name }) => heldNames.includes(name)).map(({ label }) => label);
  return (
    <UnstyledButton
      className={classes.chip}
      onClick={onOpen}
      aria-label={[t(watching ? 'chipWatching' : viewOnly ? 'chipViewOnly' : 'chip', { name: host.name, words }), others]
        .filter(Boolean)
        .join('. ')}
      aria-keyshortcuts="Control+Alt+Shift"
      title={t('chipTitle')}
    >
      <span className={classes.body} style={{ '--host-colour': badgeColour(host.id) } as React.CSSProperties}>
        <span className={classes.dot} data-tone={tone} />
        <span className={classes.name}>{host.name}</span>
        {held.map((label) => (
          <kbd key={label} className={classes.held}>
            {label}
          </kbd>
        ))}
        {viewOnly ? (
          <span className={classes.viewOnly}>
            <IconEye size={13} aria-hidden />
            {t('viewOnlyMark')}
          </span>
        ) : null}
        <OthersMark />
        <WatchedMark />
      </span>
    </UnstyledButton>
  );
}
