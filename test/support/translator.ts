/** What `useTranslations` gives, outside of React. */

import { createTranslator, type Locale, type useTranslations } from 'next-intl';
import { messages, type Namespace } from '@/messages';

export function translator<N extends Namespace>(locale: Locale, namespace: N): ReturnType<typeof useTranslations<N>> {
  return createTranslator({ locale, messages: messages[locale], namespace });
}
