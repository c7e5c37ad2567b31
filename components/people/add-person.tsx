'use client';

import { Checkbox, Input, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'next-intl';
import { MIN_PASSWORD, type Role, type User, userCreateSchema } from '@/server/contract/people';
import { call } from '../api/client';
import { useStepUp } from '../factors/step-up';
import { checkedBy, useFieldText } from '../shell/form-errors';
import { notifyDone, notifyProblem } from '../shell/notify';
import type { Invite } from './invite-person';
import { PersonForm, RoleField } from './person-form';

interface Props {
  onSaved: (user: User) => void;
  onInvited: (user: User, invite: Invite) => void;
}

const ways = ['invite', 'password'] as const;
interface Values extends Record<string, unknown> {
  name: string;
  displayName: string;
  role: Role;
  way: (typeof ways)[number];
  password: string;
  mustChangePassword: boolean;
}

const initialValues: Values = { name: '', displayName: '', role: 'user', way: 'invite', password: '', mustChangePassword: true };

function toBody({ name, displayName, role, way, password, mustChangePassword }: Values) {
  return { name, displayName, role, ...(way === 'password' ? { password, mustChangePassword } : {}) };
}

export function AddPerson({ onSaved, onInvited }: Props) {
  const t = useTranslations('people');
  const say = useFieldText();
  const { stepUp } = useStepUp();
  const form = useForm<Values>({ initialValues, validate: (values) => checkedBy(userCreateSchema, say)(toBody(values)) });
  const { way, role } = form.values;
  return (
    <PersonForm
      form={form}
      button={way === 'invite' ? t('add.invite') : t('add.save')}
      failure={t('add.failed')}
      save={(values) =>
        stepUp(async () => {
          const user = await call('createUser', { body: toBody(values) });
          if (values.way === 'password') {
            notifyDone(t('add.done', { name: user.name }));
            onSaved(user);
            return;
          }
          try {
            const invite = await call('inviteUser', { params: { id: user.id }, body: {} });
            onInvited({ ...user, invitedUntil: invite.expiresAt }, invite);
          } catch (error) {
            // The account is there: the dialog must not offer to add it again.
            notifyProblem(t('invite.failedAdded', { name: user.name }), error);
            onSaved(user);
          }
        })
      }
    >
      <TextInput
        label={t('field.name')}
        description={t('field.nameHint')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('field.displayName')}
        description={t('field.displayNameHint')}
        autoComplete="off"
        {...form.getInputProps('displayName')}
      />
      <RoleField value={role} onChange={(next) => form.setFieldValue('role', next)} error={form.errors['role']} />
      <Input.Wrapper label={t('field.way')} labelElement="div" description={t(`wayNote.${way}`)}>
        <SegmentedControl
          mt={6}
          fullWidth
          aria-label={t('field.way')}
          data={ways.map((value) => ({ value, label: t(`way.${value}`) }))}
          value={way}
          onChange={(next) => form.setFieldValue('way', next)}
        />
      </Input.Wrapper>
      {way === 'password' && (
        <>
          <PasswordInput
            label={t('field.firstPassword')}
            description={t('field.firstPasswordHint', { count: MIN_PASSWORD })}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <Checkbox label={t('field.mustChange')} {...form.getInputProps('mustChangePassword', { type: 'checkbox' })} />
        </>
      )}
    </PersonForm>
  );
}
