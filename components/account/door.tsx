import type { ReactNode } from 'react';
import type { Locale } from '@/server/contract/locale';
import { ColorSchemeMenu } from '../shell/color-scheme-menu';
import { LanguageMenu } from '../shell/language-menu';
import { Arches, Logo } from '../shell/logo';
import classes from './door.module.css';

interface Props {
  title: string;
  note: ReactNode;
  /** The language that was chosen in this browser, if any. */
  language: Locale | null;
  children: ReactNode;
}

/** The page before one is inside: the mark, one form, and the arches behind it. */
export function Door({ title, note, language, children }: Props) {
  return (
    <main className={classes.page}>
      <Arches className={classes.arches} />
      <div className={classes.card}>
        <div className={classes.brand}>
          <Logo size={32} />
          <span>vnc-portal</span>
        </div>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.note}>{note}</p>
        {children}
        <div className={classes.choices}>
          <LanguageMenu kept={language} />
          <ColorSchemeMenu />
        </div>
      </div>
    </main>
  );
}
