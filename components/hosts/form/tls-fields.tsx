'use client';

import { Alert, Button, Checkbox, FileButton, Stack, Textarea, TextInput } from '@mantine/core';
import { IconShieldOff } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { monoInput } from '../../shell/mono-input';
import type { HostForm } from './use-host-form';
import { Section } from './section';

/** How the host proves who it is. Only shown where an address may use TLS, or something of it is set. */
export function TlsFields({ form }: { form: HostForm }) {
  const t = useTranslations('hostForm');
  const { insecure, trustOnFirstUse, pin, keyPin } = form.values.tls;
  const read = async (file: File | null) => {
    if (file) form.setFieldValue('tls.ca', await file.text());
  };
  return (
    <Section title={t('tls.title')} note={t('tls.note')}>
      <Stack gap="sm">
        <Textarea
          label={t('tls.ca')}
          description={t('tls.caNote')}
          placeholder="-----BEGIN CERTIFICATE-----"
          autosize
          minRows={2}
          maxRows={8}
          classNames={monoInput}
          spellCheck={false}
          {...form.getInputProps('tls.ca')}
        />
        <FileButton accept=".pem,.crt,.cer,.txt" onChange={(file) => void read(file)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" w="fit-content">
              {t('tls.fromFile')}
            </Button>
          )}
        </FileButton>
        <TextInput
          label={t('tls.servername')}
          description={t('tls.servernameNote')}
          placeholder="vm-host.example.net"
          spellCheck={false}
          disabled={insecure}
          {...form.getInputProps('tls.servername')}
        />
        <Checkbox label={t('tls.insecure')} {...form.getInputProps('tls.insecure', { type: 'checkbox' })} />
        {insecure && (
          <Alert color="orange" variant="light" icon={<IconShieldOff size={18} stroke={1.8} aria-hidden />} title={t('tls.insecureTitle')}>
            {t('tls.insecureNote')}
          </Alert>
        )}
        <Checkbox
          label={t('tls.anonymous')}
          description={t('tls.anonymousNote')}
          {...form.getInputProps('tls.allowAnonymous', { type: 'checkbox' })}
        />
        <Checkbox
          label={t('tls.trustFirst')}
          description={t('tls.trustFirstNote')}
          {...form.getInputProps('tls.trustOnFirstUse', { type: 'checkbox' })}
        />
        {(trustOnFirstUse || pin !== '' || keyPin !== '') && <Pins form={form} />}
      </Stack>
    </Section>
  );
}

/** What is remembered, or was typed. It counts until it is emptied. */
function Pins({ form }: { form: HostForm }) {
  const t = useTranslations('hostForm');
  return (
    <>
      <TextInput
        label={t('tls.pin')}
        description={t('tls.pinNote')}
        placeholder={t('tls.notSeen')}
        classNames={monoInput}
        spellCheck={false}
        {...form.getInputProps('tls.pin')}
      />
      <TextInput
        label={t('tls.keyPin')}
        description={t('tls.keyPinNote')}
        placeholder={t('tls.notSeen')}
        classNames={monoInput}
        spellCheck={false}
        {...form.getInputProps('tls.keyPin')}
      />
    </>
  );
}
