'use client';

import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { HostImportPlan } from '@/server/contract/host-import';
import { ImportPreview } from './import-preview';
import { ImportSource } from './import-source';
import { noSource, type Source } from './read-file';

/** Hosts from a file: first the file, then what it would change, then the deed. */
export function ImportDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const t = useTranslations('hostImport');
  const phone = useMediaQuery('(max-width: 600px)');
  const [source, setSource] = useState<Source>(noSource);
  const [plan, setPlan] = useState<HostImportPlan | null>(null);
  const [again, setAgain] = useState(false);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('title')}
      size={820}
      fullScreen={phone}
      closeOnClickOutside={source.text === '' && source.files.length === 0}
    >
      {plan === null ? (
        <ImportSource source={source} onChange={setSource} onCancel={onClose} onPlan={setPlan} />
      ) : (
        <ImportPreview
          // A plan that was made anew is agreed to anew.
          key={plan.plan}
          source={source}
          plan={plan}
          again={again}
          onPlan={(next) => {
            setPlan(next);
            setAgain(true);
          }}
          onBack={() => {
            setPlan(null);
            setAgain(false);
          }}
          onApplied={() => {
            onDone();
            onClose();
          }}
        />
      )}
    </Modal>
  );
}
