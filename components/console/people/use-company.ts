'use client';

import { useEffect, useRef, useState } from 'react';
import { comings, type News } from './comings';
import { type Company, followCompany, LOOK_SOON_MS, type Other } from './follow-company';

export interface KnownCompany extends Company {
  /** What has changed with the last look; each time another array. */
  news: readonly News[];
}

const nobody: Pick<KnownCompany, 'asked' | 'others' | 'news'> = { asked: [], others: [], news: [] };

/**
 * @param attempt the open console; null while there is none
 * @param banner as the page was loaded with
 * @param watching nobody types here, so nobody needs to know at once who else looks
 */
export function useCompany(attempt: string | null, banner: string, watching: boolean): KnownCompany {
  const [told, setTold] = useState<KnownCompany & { attempt: string }>({ ...nobody, attempt: '', banner });
  // Over reconnects too: only who comes and goes meanwhile is news.
  const before = useRef<readonly Other[] | null>(null);

  useEffect(() => {
    if (attempt === null) return undefined;
    const tell = (company: Company) => {
      const news = comings(before.current, company.others);
      before.current = company.others;
      setTold((last) => ({ ...company, attempt, news: news.length > 0 ? news : last.attempt === attempt ? last.news : nobody.news }));
    };
    return watching ? followCompany(attempt, tell) : followCompany(attempt, tell, LOOK_SOON_MS);
  }, [attempt, watching]);

  return told.attempt === attempt ? told : { ...nobody, banner: told.banner };
}
