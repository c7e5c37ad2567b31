'use client';

import { useForm, type UseFormReturnType } from '@mantine/form';
import type { HostRow } from '@/server/contract/host';
import { call } from '../../api/client';
import { useAction } from '../../api/use-action';
import { focusFirst, showFieldErrors, useFieldText } from '../../shell/form-errors';
import { createErrors, filledTargets, type HostValues, patchErrors, toCreate, toPatch } from './host-values';

export type HostForm = UseFormReturnType<HostValues>;

interface Events {
  /** Something was typed or chosen. */
  onDirty: (dirty: boolean) => void;
  onSaved: (row: HostRow, test: boolean) => void;
}

/**
 * @param host the one to change, or null to add one
 * @param initial what the form begins with
 */
export function useHostForm(host: HostRow | null, initial: HostValues, { onDirty, onSaved }: Events) {
  const say = useFieldText();
  const form = useForm<HostValues>({
    initialValues: initial,
    validate: host ? patchErrors(host, say) : createErrors(say),
    onValuesChange: () => onDirty(true),
  });
  const { run, busy, error } = useAction(async (values: HostValues, test: boolean) => {
    try {
      const row = host
        ? await call('updateHost', { params: { id: host.id }, body: toPatch(host, values) })
        : await call('createHost', { body: toCreate(values) });
      onSaved(row, test);
    } catch (failure) {
      showFieldErrors(form, failure);
      throw failure;
    }
  });

  /** @param test whether to try the connection once the host is stored */
  const save = (test: boolean) => {
    // Only now: lines are not to vanish while somebody types. Errors name addresses by their place, so no empty line may be before one.
    form.setFieldValue('targets', filledTargets(form.getValues().targets));
    form.onSubmit(
      (values) => void run({ ...values, targets: filledTargets(values.targets) }, test),
      (errors) => focusFirst(form, errors),
    )();
  };

  return { form, save, busy, error };
}
