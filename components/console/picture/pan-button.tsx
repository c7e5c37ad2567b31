import { ActionIcon, Tooltip } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import classes from '../console.module.css';

interface PanButtonProps {
  panning: boolean;
  onToggle: () => void;
}

/** For a picture larger than the window: dragging moves the view instead of the machine's pointer. */
export function PanButton({ panning, onToggle }: PanButtonProps) {
  return (
    <Tooltip label={panning ? 'Dragging moves the view' : 'Move the view by dragging'} position="left">
      <ActionIcon
        className={classes.pan}
        variant={panning ? 'filled' : 'default'}
        size={40}
        aria-pressed={panning}
        aria-label="Move the view by dragging"
        onClick={onToggle}
      >
        <IconHandStop size={20} />
      </ActionIcon>
    </Tooltip>
  );
}
