'use client';

import { Button, Group, Radio, Stack, Switch, Text } from '@mantine/core';
import { IconCamera, IconPhotoShare } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { useRegion } from '@/components/shell/region';
import { scalingSchema } from '@/server/contract/settings';
import { useConsoleModel } from '../console-model';
import { Panel } from '../panel';
import { ColourChoice } from './colour-choice';
import { QualityChoice } from './quality-choice';
import { copyObstacle, saveScreenshot } from './screenshot';
import { useCopyScreenshot } from './use-copy-screenshot';
import { useResizing, useView } from './use-rfb-value';
import { ZoomControl } from './zoom-control';

export function PicturePanel() {
  const t = useTranslations('consolePicture');
  const { rfb, host, settings, changeSettings } = useConsoleModel();
  const copy = useCopyScreenshot(rfb);
  const obstacle = copyObstacle();
  return (
    <Panel title={t('title')}>
      <Stack gap="md">
        <ScalingChoice />
        <ZoomControl />
        <QualityChoice />
        <ColourChoice />
        <Stack gap={8}>
          <Switch
            label={t('meter.label')}
            description={t('meter.hint')}
            checked={settings.meter}
            onChange={(event) => changeSettings({ meter: event.currentTarget.checked })}
          />
          <Switch
            label={t('dotCursor')}
            description={t('dotCursorHint')}
            checked={settings.dotCursor}
            onChange={(event) => changeSettings({ dotCursor: event.currentTarget.checked })}
          />
        </Stack>
        <div role="group" aria-label={t('screenshot.label')}>
          <Text size="sm" fw={600} mb={6} aria-hidden>
            {t('screenshot.label')}
          </Text>
          <Group gap={8}>
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconCamera size={16} />}
              onClick={() => rfb && saveScreenshot(rfb, host.id)}
            >
              {t('screenshot.saveShort')}
            </Button>
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPhotoShare size={16} />}
              disabled={obstacle !== null}
              onClick={copy}
            >
              {t('screenshot.copyShort')}
            </Button>
          </Group>
          {obstacle ? <Note>{t(`obstacle.${obstacle}`)}</Note> : null}
        </div>
      </Stack>
    </Panel>
  );
}

function ScalingChoice() {
  const t = useTranslations('consolePicture');
  const region = useRegion();
  const { rfb, rights, settings, changeSettings, viewOnly } = useConsoleModel();
  const resizing = useResizing(rfb);
  const { scaling, largePixels } = settings;
  const number = new Intl.NumberFormat(region, { useGrouping: false });
  const { size } = useView(rfb);
  const fallback = rights.watching ? 'watching' : viewOnly ? 'viewOnly' : resizing;
  return (
    <div>
      <Radio.Group
        label={t('scaling.label')}
        value={scaling}
        onChange={(value) => {
          rfb?.zoomTo(null);
          changeSettings({ scaling: scalingSchema.parse(value) });
        }}
      >
        <Stack gap={6} mt={6}>
          {scalingSchema.options.map((value) => (
            <Radio
              key={value}
              value={value}
              label={t(`scaling.${value}`)}
              description={t(`scalingHint.${value}`)}
              disabled={rights.watching && value === 'remote'}
            />
          ))}
        </Stack>
      </Radio.Group>
      <div role="status">
        {scaling === 'remote' && fallback !== 'done' && fallback !== 'unknown' ? <Note>{t(`resizing.${fallback}`)}</Note> : null}
      </div>
      {scaling === 'remote' && !rights.watching && window.devicePixelRatio > 1 ? (
        <Switch
          mt={8}
          label={t('largePixels')}
          description={t('largePixelsHint')}
          checked={largePixels}
          onChange={(event) => changeSettings({ largePixels: event.currentTarget.checked })}
        />
      ) : null}
      {size.width > 0 ? <Note>{t('resolution', { width: number.format(size.width), height: number.format(size.height) })}</Note> : null}
    </div>
  );
}

function Note({ children }: { children: string }) {
  return (
    <Text size="xs" c="dimmed" mt={6}>
      {children}
    </Text>
  );
}
