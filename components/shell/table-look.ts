import classes from './table.module.css';

/** How every table of the portal looks. */
export const tableLook = {
  withTableBorder: true,
  borderRadius: 12,
  borderColor: 'var(--vp-line)',
  rowBorderColor: 'var(--vp-line)',
  backgroundColor: 'var(--vp-surface)',
  rowBackgroundColor: () => 'var(--vp-surface)',
  verticalSpacing: 8,
  horizontalSpacing: 'md',
  fz: 14,
  minHeight: 120,
  classNames: { header: classes['header']! },
} as const;

/** Columns that a phone has no room for; their content then stands below the first column's. */
export const wide = '(min-width: 768px)';
export const veryWide = '(min-width: 1100px)';
