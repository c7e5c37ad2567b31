'use client';

import { Alert, Button, Checkbox, FileButton, Stack, Textarea, TextInput } from '@mantine/core';
import { IconShieldOff } from '@tabler/icons-react';
import { monoInput } from '../../shell/mono-input';
import type { HostForm } from './use-host-form';
import { Section } from './section';

/** How the host proves who it is. Only shown where an address uses TLS. */
export function TlsFields({ form }: { form: HostForm }) {
  const { insecure } = form.values.tls;
  const read = async (file: File | null) => {
    if (file) form.setFieldValue('tls.ca', await file.text());
  };
  return (
    <Section
      title="TLS"
      note="Without anything here the certificate must be one that the portal’s system trusts, for the name in the address."
    >
      <Stack gap="sm">
        <Textarea
          label="CA certificate"
          description="PEM, one or several. Taken instead of the system’s: for a self-signed certificate, paste that certificate itself."
          placeholder="-----BEGIN CERTIFICATE-----"
          autosize
          minRows={2}
          maxRows={8}
          classNames={monoInput}
          spellCheck={false}
          disabled={insecure}
          {...form.getInputProps('tls.ca')}
        />
        <FileButton accept=".pem,.crt,.cer,.txt" onChange={(file) => void read(file)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" w="fit-content" disabled={insecure}>
              Read it from a file
            </Button>
          )}
        </FileButton>
        <TextInput
          label="Name in the certificate"
          description="Where it is for another name than the address has."
          placeholder="vm-host.example.net"
          spellCheck={false}
          disabled={insecure}
          {...form.getInputProps('tls.servername')}
        />
        <Checkbox label="Accept any certificate" {...form.getInputProps('tls.insecure', { type: 'checkbox' })} />
        {insecure && (
          <Alert
            color="orange"
            variant="light"
            icon={<IconShieldOff size={18} stroke={1.8} aria-hidden />}
            title="Not proof against a middleman"
          >
            Anybody between the portal and this host can pose as it, see the screen and take the passwords typed there. Prefer pasting the
            host’s certificate above.
          </Alert>
        )}
        <Checkbox
          label="Accept TLS without a certificate"
          description="Anonymous Diffie-Hellman, as some VNC servers offer it: encrypted, but with whom stays unknown."
          {...form.getInputProps('tls.allowAnonymous', { type: 'checkbox' })}
        />
        <Checkbox
          label="Remember what the host shows first"
          description="For certificates and keys that nobody signed: the first one counts, and another one later raises an alarm."
          {...form.getInputProps('tls.trustOnFirstUse', { type: 'checkbox' })}
        />
        {form.values.tls.trustOnFirstUse && <Pins form={form} />}
      </Stack>
    </Section>
  );
}

/** What is remembered. Emptied, the host's next word is believed again. */
function Pins({ form }: { form: HostForm }) {
  return (
    <>
      <TextInput
        label="Certificate remembered"
        description="SHA-256. Empty until the first console; empty it when the certificate was renewed on purpose."
        placeholder="not seen yet"
        classNames={monoInput}
        spellCheck={false}
        {...form.getInputProps('tls.pin')}
      />
      <TextInput
        label="Key remembered"
        description="SHA-256, of servers with RSA-AES (RealVNC)."
        placeholder="not seen yet"
        classNames={monoInput}
        spellCheck={false}
        {...form.getInputProps('tls.keyPin')}
      />
    </>
  );
}
