import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

/** The place of a page that is on its way. */
export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <main className="page" aria-busy="true" aria-label={t('loading')}>
      <Skeleton active title paragraph={{ rows: 6 }} />
    </main>
  );
}
