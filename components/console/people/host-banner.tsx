'use client';

import { CloseButton, Paper, UnstyledButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useConsoleModel } from '../console-model';
import classes from './host-banner.module.css';

/** Where there is little room it is whole for so long, and then one line that opens again. */
const WHOLE_MS = 15_000;

/** What the host's administrators have everybody read. Whoever has read it hides it, until it says something else. */
export function HostBanner() {
  const { company, usable } = useConsoleModel();
  const [hidden, setHidden] = useState('');
  const { banner } = company;
  return (
    <div className={classes.place} aria-live="polite">
      {usable && banner !== '' && banner !== hidden ? <Message key={banner} text={banner} onHide={() => setHidden(banner)} /> : null}
    </div>
  );
}

function Message({ text, onHide }: { text: string; onHide: () => void }) {
  const t = useTranslations('consolePeople');
  const { focusScreen } = useConsoleModel();
  const [small, setSmall] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSmall(true), WHOLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Paper component="section" className={classes.banner} data-small={small || undefined} aria-label={t('banner.label')} shadow="md">
      <IconInfoCircle size={18} className={classes.icon} aria-hidden />
      {/* Text and nothing else: what looks like an address in it is not for clicking. */}
      <p className={classes.text}>{text}</p>
      {small ? (
        <UnstyledButton className={classes.open} onClick={() => setSmall(false)} aria-label={t('banner.open')} title={t('banner.open')} />
      ) : null}
      <CloseButton
        size="md"
        className={classes.close}
        aria-label={t('banner.dismiss')}
        onClick={() => {
          onHide();
          focusScreen();
        }}
      />
    </Paper>
  );
}
