import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
  data?: { pages: { unreadable?: number }[] } | undefined;
}

/** The end of a list: how many of its rows are damaged and missing, and the way to the next page, where there is one. */
export function MoreRows({ list }: { list: Pages }) {
  const { t } = useTranslation();
  const missing = list.data?.pages.reduce((sum, page) => sum + (page.unreadable ?? 0), 0) ?? 0;
  return (
    <>
      {missing > 0 ? <p className="note" role="status">{t('unreadableRows', { count: missing })}</p> : null}
      {list.hasNextPage ? <p className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('more')}</Button></p> : null}
    </>
  );
}
