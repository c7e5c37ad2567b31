'use client';

import { Button, Text } from '@mantine/core';
import { useTranslations } from 'next-intl';
import type { Colours } from '@/server/contract/settings';
import { useConsoleModel } from '../console-model';

/** What may help next, where the page gets no picture with the colours that it asks for. */
const next: Record<Colours, Colours> = { full: 'few', few: 'own', own: 'full' };

/** Offers other colours for a host of which no picture comes. They are kept for this host. */
export function ColourOffer() {
  const t = useTranslations('consolePicture');
  const { settings, changeSettings, connection } = useConsoleModel();
  const { swapRedBlue } = settings;
  const colours = next[settings.colours];
  const onTry = () => {
    changeSettings({ colours });
    connection.setPictureFormat({ colours, swapRedBlue });
    // Where nothing is open that could be opened again.
    connection.send({ type: 'open' });
  };
  return (
    <div>
      <Text size="sm" c="dimmed" mb={8}>
        {t('offer.text')}
      </Text>
      <Button size="xs" variant="default" onClick={onTry}>
        {t(`offer.${colours}`)}
      </Button>
    </div>
  );
}
