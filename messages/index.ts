/** Every text that a person reads, by language, then by subject. English is the reference: its keys and arguments are the types. */

import type { Locale } from '../server/contract/locale';
import en from './en';
import chinese from './zh-CN';

export type Messages = typeof en;
export type Namespace = keyof Messages;

// The English texts are literal types, from which next-intl reads the arguments that a text takes; a translation has the same keys
// (`Translated`) and, as a test checks, the same arguments.
export const messages: Readonly<Record<Locale, Messages>> = { en, 'zh-CN': chinese as unknown as Messages };

const shared: readonly Namespace[] = ['common', 'keyboardLayouts', 'palette', 'factors'];
/** What the console page needs: its own subjects, `console…`, and those that it shares. */
export const consoleNamespaces = (Object.keys(en) as Namespace[]).filter((name) => name.startsWith('console') || shared.includes(name));

/** Some subjects of a catalogue, for the pages that need no more. */
export function pickMessages<N extends Namespace>(locale: Locale, namespaces: readonly N[]): Pick<Messages, N> {
  const all = messages[locale];
  return Object.fromEntries(namespaces.map((name) => [name, all[name]])) as Pick<Messages, N>;
}
