import type { Messages } from '../messages';
import type { Locale } from '../server/contract/locale';

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
