import { type ReactNode, useId } from 'react';
import classes from './account.module.css';

/** One subject of the account page. */
export function Panel({ title, note, action, children }: { title: string; note?: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.panelHead}>
        <div className={classes.panelWords}>
          <h2 id={id} className={classes.panelTitle}>
            {title}
          </h2>
          {note && <p className={classes.panelNote}>{note}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
