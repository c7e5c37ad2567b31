'use client';

import { Button, CloseButton, Paper, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { Kept } from '../connection/keep-credentials';
import { useConsoleModel } from '../console-model';
import type { News } from './comings';
import classes from './notes.module.css';

/** Long enough to read a line beside one's work. */
const SHOWN_MS = 7_000;

/** What need not be answered: who comes and goes, and what became of a wish. It takes no focus and goes by itself. */
export function Notes() {
  const { company, kept, hostMute, focusScreen } = useConsoleModel();
  const newsGone = useGone(company.news);
  const keptGone = useGone(kept);
  // Why something was not kept stays until it has been read.
  const [readKept, setReadKept] = useState<Kept | null>(null);
  const showsKept = kept !== null && readKept !== kept && !(kept.done && keptGone);
  return (
    <div className={classes.place} aria-live="polite">
      {showsKept ? (
        <KeptNote
          kept={kept}
          onClose={() => {
            setReadKept(kept);
            focusScreen();
          }}
        />
      ) : null}
      {hostMute ? <MuteNote /> : null}
      {newsGone ? null : company.news.map((one, index) => <NewsNote key={`${one.kind} ${index}`} news={one} />)}
    </div>
  );
}

function NewsNote({ news: { kind, who } }: { news: News }) {
  const t = useTranslations('consolePeople');
  const [first] = who;
  const name = who.map(({ userName }) => userName).join(', ');
  const came = first?.access === 'control' ? 'news.cameControl' : 'news.cameWatching';
  return (
    <Paper className={classes.note} shadow="md">
      <Text size="sm">
        {kind === 'here' ? t('news.here', { names: name }) : kind === 'left' ? t('news.left', { name }) : t(came, { name })}
      </Text>
    </Paper>
  );
}

function KeptNote({ kept, onClose }: { kept: Kept; onClose: () => void }) {
  const t = useTranslations('consoleCards');
  const common = useTranslations('common');
  const { host } = useConsoleModel();
  return (
    <Paper className={classes.note} data-problem={!kept.done || undefined} shadow="md">
      <Text size="sm">
        {kept.done ? t('credentials.kept', { host: host.name }) : t('credentials.notKept', { host: host.name, why: kept.problem })}
      </Text>
      {kept.done ? null : <CloseButton size="sm" onClick={onClose} aria-label={common('close')} />}
    </Paper>
  );
}

/** The host has stopped; its picture may be out of date. */
function MuteNote() {
  const t = useTranslations('consoleCards');
  const { host, connection } = useConsoleModel();
  return (
    <Paper className={classes.note} data-problem shadow="md">
      <div>
        <Text size="sm" fw={600}>
          {t('mute.title', { name: host.name })}
        </Text>
        <Text size="sm" mb={8}>
          {t('mute.text')}
        </Text>
        <Button size="xs" variant="default" onClick={() => connection.send({ type: 'again' })}>
          {t('mute.again')}
        </Button>
      </div>
    </Paper>
  );
}

/** Whether a thing has been shown for long enough. */
function useGone(thing: unknown): boolean {
  const [gone, setGone] = useState<unknown>(null);
  useEffect(() => {
    const timer = setTimeout(() => setGone(thing), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [thing]);
  return gone === thing;
}
