'use client';

import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconAspectRatio,
  IconCamera,
  IconDeviceDesktop,
  IconFocusCentered,
  IconGauge,
  IconMaximize,
  IconPhotoShare,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { Scaling } from '@/server/contract/settings';
import type { Action } from '../actions';
import { useConsoleModel } from '../console-model';
import { nextZoom } from './geometry';
import { copyObstacle, saveScreenshot } from './screenshot';
import { useCopyScreenshot } from './use-copy-screenshot';
import { useFullScreen } from './use-full-screen';
import { useView } from './use-rfb-value';

const scalingIcons = {
  fit: <IconMaximize size={18} />,
  actual: <IconFocusCentered size={18} />,
  remote: <IconDeviceDesktop size={18} />,
} as const satisfies Record<Scaling, unknown>;

/** A click on any of these gives the keyboard back to the machine. */
export function usePictureActions(): Action[] {
  const t = useTranslations('consolePicture');
  const { rfb, host, rights, panel, showPanel, usable, settings, changeSettings, focusScreen } = useConsoleModel();
  const fullScreen = useFullScreen();
  const copy = useCopyScreenshot(rfb);
  const { scale, zoom, fit } = useView(rfb);
  const obstacle = copyObstacle();
  const open = panel === 'picture';
  const back = (run: () => void) => () => {
    run();
    focusScreen();
  };

  const fullScreenAction: Action = {
    id: 'full-screen',
    label: fullScreen.active ? t('leaveFullScreen') : t('fullScreen'),
    icon: fullScreen.active ? <IconArrowsMinimize size={18} /> : <IconArrowsMaximize size={18} />,
    group: 'picture',
    place: 'bar',
    pressed: fullScreen.active,
    run: back(fullScreen.toggle),
  };
  const scalings = (['fit', 'actual', 'remote'] as const).map((scaling): Action => ({
    id: `scaling-${scaling}`,
    label: t(`scaling.${scaling}`),
    hint: t(`scalingHint.${scaling}`),
    icon: scalingIcons[scaling],
    group: 'picture',
    place: 'palette',
    pressed: settings.scaling === scaling && zoom === null,
    disabled: rights.watching && scaling === 'remote',
    run: back(() => {
      rfb?.zoomTo(null);
      changeSettings({ scaling });
    }),
  }));
  return [
    {
      id: 'picture',
      label: t('title'),
      icon: <IconAspectRatio size={18} />,
      group: 'picture',
      place: 'bar',
      pressed: open,
      run: () => showPanel(open ? null : 'picture'),
    },
    {
      id: 'screenshot',
      label: t('screenshot.save'),
      icon: <IconCamera size={18} />,
      group: 'picture',
      place: 'bar',
      disabled: !usable,
      run: back(() => rfb && saveScreenshot(rfb, host.id)),
    },
    ...(fullScreen.possible ? [fullScreenAction] : []),
    {
      id: 'screenshot-copy',
      label: t('screenshot.copy'),
      ...(obstacle ? { hint: t(`obstacle.${obstacle}`) } : {}),
      icon: <IconPhotoShare size={18} />,
      group: 'picture',
      place: 'more',
      disabled: !usable || obstacle !== null,
      run: back(copy),
    },
    {
      id: 'meter',
      label: settings.meter ? t('meter.hide') : t('meter.show'),
      hint: t('meter.hint'),
      icon: <IconGauge size={18} />,
      group: 'picture',
      place: 'more',
      pressed: settings.meter,
      run: back(() => changeSettings({ meter: !settings.meter })),
    },
    ...scalings,
    {
      id: 'zoom-in',
      label: t('zoom.in'),
      icon: <IconZoomIn size={18} />,
      group: 'picture',
      place: 'palette',
      disabled: !usable || nextZoom(scale, 1, fit) === null,
      run: back(() => rfb?.zoomBy(1)),
    },
    {
      id: 'zoom-out',
      label: t('zoom.out'),
      icon: <IconZoomOut size={18} />,
      group: 'picture',
      place: 'palette',
      disabled: !usable || nextZoom(scale, -1, fit) === null,
      run: back(() => rfb?.zoomBy(-1)),
    },
    {
      id: 'zoom-reset',
      label: t('zoom.reset'),
      icon: <IconZoomReset size={18} />,
      group: 'picture',
      place: 'palette',
      disabled: zoom === null,
      run: back(() => rfb?.zoomTo(null)),
    },
  ];
}
