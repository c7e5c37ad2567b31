import type { Metadata, Viewport } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { colorSchemeOfPerson, nonceOfRequest } from '@/app/look';
import { requireSignIn } from '@/app/guard';
import { Console } from '@/components/console/console';
import { consoleNamespaces, pickMessages } from '@/messages';
import { isPortalError } from '@/server/contract/errors';
import { portal } from '@/server/portal';

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

// The touch keyboard makes the console smaller instead of covering it.
export const viewport: Viewport = { width: 'device-width', initialScale: 1, interactiveWidget: 'resizes-content' };

/** The page replaces it with the host's name, which only those learn who may open the host. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('consoleBar');
  return { title: t('pageTitlePlain') };
}

export default async function ConsolePage({ params, searchParams }: Props) {
  const { id } = await params;
  const { view } = await searchParams;
  const asksToWatch = view !== undefined && view !== '0';
  const { identity, basePath } = await requireSignIn(`/console/${encodeURIComponent(id)}${asksToWatch ? '?view=1' : ''}`);
  const { name, policy, banner, keyboard, credentials } = await findHost();
  const { access, settings } = portal();
  const mayControl = (await access.hostAccess(identity, id)) === 'control';
  const watching = asksToWatch || !mayControl;
  const own = await settings.get(identity);
  const ofHost = await settings.forHost(identity, id);
  const locale = await getLocale();
  const t = await getTranslations('consoleBar');
  return (
    <Console
      key={`${id} ${watching}`}
      host={{
        id,
        name: name || id,
        clipboard: policy.clipboard,
        exclusive: policy.exclusive,
        keyboard,
        banner,
        username: credentials.username ?? '',
      }}
      rights={{ watching, mayControl, admin: access.can(identity, 'administer') }}
      hostsAddress={`${basePath}/`}
      settings={{ ...own.console, ...ofHost.settings }}
      combinations={own.combinations}
      locale={locale}
      messages={pickMessages(locale, consoleNamespaces)}
      nonce={await nonceOfRequest()}
      colorScheme={await colorSchemeOfPerson()}
      opening={t('opening', { name: name || id })}
    />
  );

  async function findHost() {
    try {
      return await portal().hosts.get(identity, id);
    } catch (error) {
      if (isPortalError(error) && error.code === 'host_not_found') notFound();
      throw error;
    }
  }
}
