'use client';

import { Button, Loader, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Card } from './card';
import classes from './connecting-card.module.css';
import type { StateName } from '../connection/console-state';
import { ColourOffer } from '../picture/colour-offer';
import { stageIndex, stageKey, way } from '../words';

const LONG_MS = 6_000;

interface ConnectingCardProps {
  host: { id: string; name: string };
  stage: StateName;
  /** Somebody at the host probably has to agree. */
  approving: boolean;
  onCancel: () => void;
}

/** The way to the first picture, each stage ticked off. */
export function ConnectingCard({ host, stage, approving, onCancel }: ConnectingCardProps) {
  const t = useTranslations('consoleCards');
  const common = useTranslations('common');
  const long = useLong(stage);
  return (
    <Card
      host={host}
      tone="busy"
      title={t('connecting.title')}
      late
      actions={
        <Button variant="default" onClick={onCancel}>
          {common('cancel')}
        </Button>
      }
    >
      <Stages stage={stage} />
      {approving ? (
        <Text size="sm" role="status">
          {t('connecting.approving')}
        </Text>
      ) : long ? (
        <Text size="sm" c="dimmed">
          {stage === 'waiting-for-picture' ? t('connecting.longPicture') : t('connecting.long')}
        </Text>
      ) : null}
      {long && stage === 'waiting-for-picture' ? <ColourOffer /> : null}
    </Card>
  );
}

function Stages({ stage }: { stage: StateName }) {
  const t = useTranslations('consoleCards');
  const current = stageIndex(stage);
  return (
    <ol className={classes.stages}>
      {way.map((name, index) => (
        <li
          key={name}
          className={classes.stage}
          data-state={index < current ? 'done' : index === current ? 'current' : 'ahead'}
          aria-current={index === current ? 'step' : undefined}
        >
          <span className={classes.mark} aria-hidden>
            {index < current ? (
              <IconCheck size={16} stroke={2.5} />
            ) : index === current ? (
              <Loader size={14} />
            ) : (
              <span className={classes.ahead} />
            )}
          </span>
          {t(`state.${stageKey(name)}`)}
        </li>
      ))}
    </ol>
  );
}

/** Whether one and the same stage has lasted long. */
function useLong(stage: StateName): boolean {
  const [longStage, setLongStage] = useState<StateName | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLongStage(stage), LONG_MS);
    return () => clearTimeout(timer);
  }, [stage]);
  return longStage === stage;
}
