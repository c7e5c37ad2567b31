'use client';

import { Alert, Button, Code, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Card } from './card';
import type { Fingerprint } from '../connection/console-state';

interface FingerprintCardProps {
  host: { id: string; name: string };
  fingerprint: Fingerprint;
  onApprove: () => void;
  onRefuse: () => void;
}

/** The VNC server proves itself with a key that nobody vouches for: a person compares it, once. */
export function FingerprintCard({ host, fingerprint, onApprove, onRefuse }: FingerprintCardProps) {
  const { short, sha256, changed } = fingerprint;
  return (
    <Card
      host={host}
      tone="asks"
      title={changed ? "The host's key has changed" : 'Is this your host?'}
      actions={
        <>
          <Button {...(changed ? { color: 'red.9' } : {})} onClick={onApprove}>
            {changed ? 'Accept the new key' : 'Yes, connect'}
          </Button>
          <Button variant="default" onClick={onRefuse}>
            Cancel
          </Button>
        </>
      }
    >
      {changed ? (
        <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle size={18} />} p="sm">
          This browser accepted another key for this host before. Unless its VNC server was installed anew, somebody may be listening in.
        </Alert>
      ) : (
        <Text size="sm">
          The VNC server identifies itself with a key that this browser has not seen before. Compare it with what the server shows.
        </Text>
      )}
      <Code block fz="md" ta="center" aria-label="Fingerprint of the key">
        {short}
      </Code>
      <Text size="xs" c="dimmed" ff="monospace">
        SHA-256 {sha256}
      </Text>
    </Card>
  );
}
