import type { Locale } from '@/server/contract/locale';

/** A language is called by its own name in every language, so that whoever needs it finds it. */
export const languageNames: Record<Locale, string> = { en: 'English', 'zh-CN': '简体中文' };
