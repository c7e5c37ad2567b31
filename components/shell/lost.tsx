import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { Empty } from './empty';
import classes from './empty.module.css';

/**
 * What stands where no page is, or where somebody may not be: the two look the same on purpose. Every page refers to it, so it is made
 * on the server and brings no script.
 */
export function Lost() {
  const t = useTranslations('common');
  return (
    <Empty title={t('lost.title')} level={1}>
      <p>{t('lost.body')}</p>
      <Link href="/" className={classes.way}>
        {t('lost.toHosts')}
      </Link>
    </Empty>
  );
}
