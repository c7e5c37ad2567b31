import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Lost } from '@/components/shell/lost';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common');
  return { title: t('lost.pageTitle') };
}

export default function NotFound() {
  return (
    <main style={{ maxWidth: 720, margin: '0 auto', padding: '10vh 16px' }}>
      <Lost />
    </main>
  );
}
