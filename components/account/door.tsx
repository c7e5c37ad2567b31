import type { ReactNode } from 'react';
import { Arches, Logo } from '../shell/logo';
import classes from './door.module.css';

/** The page before one is inside: the mark, one form, and the arches behind it. */
export function Door({ title, note, children }: { title: string; note: ReactNode; children: ReactNode }) {
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
      </div>
    </main>
  );
}
