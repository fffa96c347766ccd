import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
}

/** The way to the next page of a list, where there is one. */
export function MoreRows({ list }: { list: Pages }) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return <p className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('more')}</Button></p>;
}
