import { ActionIcon, Tooltip } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent } from 'react';
import classes from './picture.module.css';

interface PanButtonProps {
  panning: boolean;
  onToggle: () => void;
  /** CSS pixels. */
  onMove: (x: number, y: number) => void;
}

/** What an arrow key moves the view by, CSS pixels. */
const STEP = 80;
const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** For a picture larger than the window: dragging moves the view instead of the machine's pointer. */
export function PanButton({ panning, onToggle, onMove }: PanButtonProps) {
  const t = useTranslations('consolePicture');
  const onKeyDown = (event: KeyboardEvent) => {
    const by = arrows[event.key];
    if (!by) return;
    event.preventDefault();
    onMove(...by);
  };
  return (
    <Tooltip label={panning ? t('panningTip') : t('panTip')} position="left">
      <ActionIcon
        className={classes.pan}
        variant={panning ? 'filled' : 'default'}
        size={40}
        aria-pressed={panning}
        aria-label={t('pan')}
        aria-description={t('panHint')}
        onClick={onToggle}
        onKeyDown={onKeyDown}
      >
        <IconHandStop size={20} />
      </ActionIcon>
    </Tooltip>
  );
}
