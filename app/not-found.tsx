import { Lost } from '@/components/shell/lost';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main style={{ maxWidth: 720, margin: '0 auto', padding: '10vh 16px' }}>
      <Lost />
    </main>
  );
}
