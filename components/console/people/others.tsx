'use client';

import { Tooltip, UnstyledButton } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { initials } from '@/components/shell/initials';
import { useConsoleModel } from '../console-model';
import type { Other } from './follow-company';
import classes from './others.module.css';

/** Faces that there is room for; behind them a number stands for the rest. */
const MOST_SHOWN = 3;

/** Who else is on the host, in one sentence; empty when nobody is. */
export function useOthersText(): string {
  const t = useTranslations('consolePeople');
  const { others } = useConsoleModel().company;
  if (others.length === 0) return '';
  const names = others.map(({ userName: name, own, access }) =>
    own ? t('panel.yourOther') : t(access === 'control' ? 'inControl' : 'isWatching', { name }),
  );
  return t('others', { count: others.length, names: names.join(', ') });
}

/** The toolbar's button: it opens the list. */
export function OthersButton() {
  const { company, panel, showPanel } = useConsoleModel();
  const label = useOthersText();
  if (!label) return null;
  return (
    <Tooltip label={label} multiline maw={320}>
      <UnstyledButton
        className={classes.button}
        data-action="others"
        aria-label={label}
        aria-expanded={panel === 'people'}
        onClick={() => showPanel(panel === 'people' ? null : 'people')}
      >
        <Faces others={company.others} />
      </UnstyledButton>
    </Tooltip>
  );
}

/** The same in the chip, whose own label says it in words. */
export function OthersMark() {
  const { others } = useConsoleModel().company;
  return others.length > 0 ? <Faces others={others} small /> : null;
}

function Faces({ others, small = false }: { others: readonly Other[]; small?: boolean }) {
  const shown = others.slice(0, others.length > MOST_SHOWN ? MOST_SHOWN - 1 : MOST_SHOWN);
  const rest = others.length - shown.length;
  return (
    <span className={classes.faces} data-small={small || undefined} aria-hidden>
      {shown.map(({ userName, access, since }, index) => (
        <span key={`${since} ${index}`} className={classes.face} data-access={access}>
          {initials(userName, userName)}
        </span>
      ))}
      {rest > 0 ? <span className={classes.face} data-rest>{`+${rest}`}</span> : null}
      {/* What a phone shows instead: one face and how many there are. */}
      <span className={classes.count}>{others.length}</span>
    </span>
  );
}
