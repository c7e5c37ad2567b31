'use client';

import { Alert, Button, CloseButton, Group, Paper, Text, Textarea, Title } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useState } from 'react';
import classes from './clipboard-panel.module.css';
import type { ClipboardRules } from './clipboard-rules';

interface ClipboardPanelProps {
  hostName: string;
  /** What was copied on the host last. */
  received: { text: string; cut: boolean } | null;
  rules: ClipboardRules;
  /** Why nothing can be sent at the moment; empty when it can. */
  blocked: string;
  onSend: (text: string) => void;
  onClose: () => void;
}

/** Text both ways, and nothing by itself. */
export function ClipboardPanel({ hostName, received, rules, blocked, onSend, onClose }: ClipboardPanelProps) {
  const title = useId();
  const [text, setText] = useState('');
  const [copied, setCopied] = useState<string | null>(null);
  const [sent, setSent] = useState<string | null>(null);

  const copy = () => {
    if (!received) return;
    void navigator.clipboard.writeText(received.text).then(
      () => setCopied(received.text),
      () => undefined,
    );
  };
  const send = () => {
    onSend(text);
    setSent(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text && !blocked && !rules.toHost) send();
  };

  return (
    <Paper component="section" className={classes.panel} aria-labelledby={title} shadow="lg" onKeyDown={onKeyDown}>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Title order={2} size="h5" id={title}>
          Clipboard
        </Title>
        <CloseButton onClick={onClose} aria-label="Close the clipboard" />
      </Group>

      {rules.fromHost ? (
        <Forbidden label={`From ${hostName}`} why={rules.fromHost} />
      ) : (
        <>
          <Textarea
            label={`From ${hostName}`}
            value={received?.text ?? ''}
            placeholder="Nothing was copied on the host yet."
            readOnly
            minRows={3}
            maxRows={6}
            autosize
            spellCheck={false}
          />
          {received?.cut ? (
            <Text size="xs" c="dimmed" mt={4}>
              Only the first part is shown: the text is very long.
            </Text>
          ) : null}
          {canCopy() ? (
            <Button variant="default" size="xs" mt={8} onClick={copy} disabled={!received?.text}>
              {received && copied === received.text ? 'Copied' : 'Copy to this computer'}
            </Button>
          ) : null}
        </>
      )}

      {rules.toHost ? (
        <Forbidden label={`To ${hostName}`} why={rules.toHost} mt="md" />
      ) : (
        <>
          <Textarea
            mt="md"
            label={`To ${hostName}`}
            description="Nothing is sent until you press Send. Then paste it on the host."
            value={text}
            onChange={(event) => setText(event.target.value)}
            minRows={3}
            maxRows={6}
            autosize
            autoFocus
            spellCheck={false}
          />
          {blocked ? (
            <Alert color="yellow" variant="light" p="xs" mt={8}>
              {blocked}
            </Alert>
          ) : beyondLatin1(text) ? (
            <Text size="xs" c="dimmed" mt={4}>
              Older VNC servers take Western European characters only and show “?” for others.
            </Text>
          ) : null}
          <Group gap={8} mt={8} align="center">
            <Button size="xs" onClick={send} disabled={!text || blocked !== ''}>
              Send to the host
            </Button>
            <Text size="xs" c="dimmed" role="status">
              {sent !== null && sent === text ? 'Sent.' : ''}
            </Text>
          </Group>
        </>
      )}
    </Paper>
  );
}

/** Browsers offer their clipboard to https pages only. */
const canCopy = () => typeof navigator !== 'undefined' && 'clipboard' in navigator;
/** RFC 6143 §7.5.6: text is ISO 8859-1 unless both sides know the Extended Clipboard. */
const beyondLatin1 = (text: string) => /[\u0100-\uffff]/.test(text);

function Forbidden({ label, why, mt }: { label: string; why: string; mt?: string }) {
  return (
    <div>
      <Text size="sm" fw={500} {...(mt ? { mt } : {})}>
        {label}
      </Text>
      <Alert color="gray" variant="light" p="xs" mt={4} icon={<IconBan size={18} />}>
        {why}
      </Alert>
    </div>
  );
}
