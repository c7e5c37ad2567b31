'use client';

import { Button, Loader, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Card } from './card';
import classes from './connecting-card.module.css';
import type { StateName } from '../connection/console-state';
import { stageIndex, way } from '../words';

const LONG_MS = 6_000;

interface ConnectingCardProps {
  host: { id: string; name: string };
  stage: StateName;
  onCancel: () => void;
}

/** The way to the first picture, each stage ticked off. */
export function ConnectingCard({ host, stage, onCancel }: ConnectingCardProps) {
  const long = useLong(stage);
  return (
    <Card
      host={host}
      tone="busy"
      title="Connecting"
      late
      actions={
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      }
    >
      <Stages stage={stage} />
      {long ? (
        <Text size="sm" c="dimmed">
          {stage === 'waiting-for-picture'
            ? 'Signed in, but no picture has come yet: the display of the machine may be off. A key press often wakes it.'
            : 'This takes longer than usual. You can wait or cancel.'}
        </Text>
      ) : null}
    </Card>
  );
}

export function Stages({ stage }: { stage: StateName }) {
  const current = stageIndex(stage);
  return (
    <ol className={classes.stages}>
      {way.map(({ name, words }, index) => (
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
          {words}
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
