import type { ReactNode } from 'react';
import { Doorway } from './logo';
import classes from './empty.module.css';

/** In place of a list that has nothing in it: what would be here, and how it gets here. */
export function Empty({ title, children, level = 2 }: { title: string; children?: ReactNode; level?: 1 | 2 }) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className={classes.empty}>
      <Doorway className={classes.doorway} />
      <Heading className={classes.title}>{title}</Heading>
      <div className={classes.body}>{children}</div>
    </div>
  );
}
