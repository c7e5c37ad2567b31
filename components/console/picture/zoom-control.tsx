'use client';

import { ActionIcon, Button, Text } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useRegion } from '@/components/shell/region';
import { useConsoleModel } from '../console-model';
import { nextZoom } from './geometry';
import classes from './picture.module.css';
import { useView } from './use-rfb-value';

export function ZoomControl() {
  const t = useTranslations('consolePicture');
  const region = useRegion();
  const { rfb } = useConsoleModel();
  const { scale, zoom, fit } = useView(rfb);
  const percent = new Intl.NumberFormat(region, { style: 'percent' }).format(scale);
  return (
    <div role="group" aria-label={t('zoom.label')}>
      <Text size="sm" fw={600} mb={6} aria-hidden>
        {t('zoom.label')}
      </Text>
      <div className={classes.zoom}>
        <ActionIcon
          variant="default"
          size={34}
          aria-label={t('zoom.out')}
          disabled={nextZoom(scale, -1, fit) === null}
          onClick={() => rfb?.zoomBy(-1)}
        >
          <IconMinus size={16} />
        </ActionIcon>
        <Text component="output" size="sm" className={classes.percent}>
          {percent}
        </Text>
        <ActionIcon
          variant="default"
          size={34}
          aria-label={t('zoom.in')}
          disabled={nextZoom(scale, 1, fit) === null}
          onClick={() => rfb?.zoomBy(1)}
        >
          <IconPlus size={16} />
        </ActionIcon>
        <Button variant="subtle" size="compact-sm" disabled={zoom === null} onClick={() => rfb?.zoomTo(null)}>
          {t('zoom.reset')}
        </Button>
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        {t('zoom.hint')}
      </Text>
    </div>
  );
}
