'use client';

import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { toApiError } from '../api/api-error';

/** Long enough to read two sentences. */
const PROBLEM_MS = 12_000;

export function notifyDone(message: string): void {
  notifications.show({ message, color: 'petrol', icon: <IconCheck size={16} stroke={2} aria-hidden />, withBorder: true });
}

/** @param what the thing that was not done, such as "The favourite was not saved" */
export function notifyProblem(what: string, error: unknown): void {
  notifications.show({
    title: what,
    message: toApiError(error).message,
    color: 'red',
    icon: <IconAlertTriangle size={16} stroke={2} aria-hidden />,
    autoClose: PROBLEM_MS,
    withBorder: true,
  });
}
