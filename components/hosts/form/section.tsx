import type { ReactNode } from 'react';
import classes from './form.module.css';

/** A part of a form with a name of its own. */
export function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <fieldset className={classes.section}>
      <legend className={classes.legend}>{title}</legend>
      {note && <p className={classes.note}>{note}</p>}
      {children}
    </fieldset>
  );
}
