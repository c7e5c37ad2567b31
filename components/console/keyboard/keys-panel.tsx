'use client';

import { Button, Stack, Switch, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { useConsoleModel } from '../console-model';
import { Panel } from '../panel';
import { labelOf } from './key-codes';
import classes from './keys-panel.module.css';
import { combinations, ctrlAltDel, functionKeys, holdable, key, type Key, sendCombination, sysRq, sysRqKeys } from './keys';
import { OwnCombinations } from './own-combinations';
import { SendingChoice } from './sending-choice';
import { oneKeyOnly, useSwitch } from './switches';
import { useCanLock } from './use-keyboard-lock';

/** Keys that the browser or the person's own machine keeps for itself, and how all keys are sent. */
export function KeysPanel() {
  const t = useTranslations('consoleKeyboard');
  const { rfb, held, holdKey } = useConsoleModel();
  const [oneKey, setOneKey] = useSwitch(oneKeyOnly);
  const canLock = useCanLock();
  const send = (keys: readonly Key[]) => {
    if (rfb) sendCombination(rfb, keys);
  };
  return (
    <Panel title={t('keys')}>
      <Stack gap="md">
        <Section title={t('hold')}>
          <div className={classes.row}>
            {holdable.map(({ name, label }) => (
              <Button
                key={name}
                size="compact-sm"
                variant={held.includes(name) ? 'filled' : 'default'}
                aria-pressed={held.includes(name)}
                onClick={() => holdKey(name)}
              >
                {label}
              </Button>
            ))}
          </div>
          <Switch size="xs" label={t('oneKey')} checked={oneKey} onChange={(event) => setOneKey(event.currentTarget.checked)} />
        </Section>
        <Section title={t('combinations')}>
          <div className={classes.row}>
            {[ctrlAltDel, ...combinations].map(({ keys, name }) => {
              const label = labelOf(
                keys.map(({ code }) => code),
                t,
              );
              return (
                <Button key={label} size="compact-sm" variant="default" title={name && t(`combination.${name}`)} onClick={() => send(keys)}>
                  {label}
                </Button>
              );
            })}
          </div>
        </Section>
        <Section title={t('functionKeys')}>
          <div className={classes.functionKeys}>
            {functionKeys.map(({ label, key: functionKey }) => (
              <Button
                key={label}
                size="compact-sm"
                variant="default"
                px={0}
                aria-label={`Ctrl + Alt + ${label}`}
                onClick={() => send([key.control, key.alt, functionKey])}
              >
                {label}
              </Button>
            ))}
          </div>
        </Section>
        <Section title={t('sysRqTitle')} note={t('sysRqNote')}>
          <div className={classes.row}>
            {sysRq.map((name) => (
              <Button
                key={name}
                size="compact-sm"
                variant="default"
                aria-label={t('sysRqKey', { key: name, does: t(`sysRq.${name}`) })}
                title={t(`sysRq.${name}`)}
                onClick={() => send(sysRqKeys(name))}
              >
                {name}
              </Button>
            ))}
          </div>
        </Section>
        <Section title={t('own.title')}>
          <OwnCombinations onSend={send} />
        </Section>
        <SendingChoice />
        <Text size="xs" c="dimmed">
          {canLock === false ? t('lock.missing') : t('lock.hint')}
        </Text>
      </Stack>
    </Panel>
  );
}

function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <Text size="sm" fw={600} id={id}>
        {title}
      </Text>
      {note ? (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      ) : null}
      {children}
    </div>
  );
}
