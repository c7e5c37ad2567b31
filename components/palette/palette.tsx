'use client';

import '@mantine/spotlight/styles.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconDeviceDesktop, IconSearch } from '@tabler/icons-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { basePath } from '../api/base-path';
import { matching, type PaletteItem } from './palette-items';
import classes from './palette.module.css';
import { usePaletteHosts } from './use-palette-hosts';

export interface PaletteGroup {
  label: string;
  items: readonly PaletteItem[];
}

interface PaletteProps {
  /** What stands above the hosts, and what below. */
  before: readonly PaletteGroup[];
  after: readonly PaletteGroup[];
  onClose: () => void;
}

const [store, spotlight] = createSpotlight();

/** Everything by its name: type, choose, done. Mounted only while it is open. */
export function Palette({ before, after, onClose }: PaletteProps) {
  const t = useTranslations('palette');
  const [query, setQuery] = useState('');
  const { hosts, problem, searching } = usePaletteHosts(query.trim());

  useEffect(() => {
    spotlight.open();
    return () => spotlight.close();
  }, []);

  const hostItems: PaletteItem[] = hosts.map(({ id, name, tags }) => ({
    id: `host ${id}`,
    label: name || id,
    hint: [id, ...tags].filter((word) => word !== name).join(' · '),
    icon: <IconDeviceDesktop size={18} stroke={1.7} />,
    href: `${basePath()}/console/${encodeURIComponent(id)}`,
  }));
  const shown = [
    ...before.map(({ label, items }) => ({ label, items: matching(items, query) })),
    { label: t('groups.hosts'), items: hostItems },
    ...after.map(({ label, items }) => ({ label, items: matching(items, query) })),
  ].filter(({ items }) => items.length > 0);

  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={onClose}
      shortcut={null}
      scrollable
      maxHeight="min(60dvh, 480px)"
      overlayProps={{ backgroundOpacity: 0.4, blur: 1 }}
      size={560}
      {...named(t('title'))}
    >
      <Spotlight.Search
        placeholder={t('search')}
        aria-label={t('search')}
        leftSection={<IconSearch size={20} stroke={1.7} aria-hidden />}
        onKeyDown={openInNewTab}
      />
      <Spotlight.ActionsList aria-busy={searching}>
        {shown.map(({ label, items }) => (
          <Spotlight.ActionsGroup key={label} label={label}>
            {items.map((item) => (
              <Spotlight.Action
                key={item.id}
                id={item.id}
                data-palette-href={item.href}
                label={item.label}
                {...(item.hint ? { description: item.hint } : {})}
                leftSection={item.icon}
                onClick={(event) => {
                  if (item.href === undefined) item.run?.();
                  else if (event.ctrlKey || event.metaKey) window.open(item.href, '_blank', 'noopener');
                  else window.location.assign(item.href);
                }}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {shown.length === 0 ? (
          <Spotlight.Empty>
            {problem ? t('hostsFailed', { problem: problem.message }) : searching ? t('searching') : t('nothing', { query: query.trim() })}
          </Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
      <Spotlight.Footer className={classes.footer}>{t('footer')}</Spotlight.Footer>
    </Spotlight.Root>
  );
}

/** The dialog's name; Spotlight passes it on to its Modal, though its types leave it out. */
const named = (label: string) => ({ attributes: { content: { 'aria-label': label } } });

/** Enter chooses (Spotlight's own); with Ctrl or Cmd what is chosen opens beside this page. */
function openInNewTab(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  const chosen = document.querySelector<HTMLElement>('[data-selected][data-palette-href]');
  if (!chosen) return;
  event.preventDefault();
  event.stopPropagation();
  window.open(chosen.dataset['paletteHref'], '_blank', 'noopener');
  spotlight.close();
}
