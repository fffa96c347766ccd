import { useInfiniteQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

import type { DeliveryView } from '@/shared/api/schema.gen';
import { Empty } from '@/shared/ui/Empty';
import { MoreRows } from '@/shared/ui/MoreRows';

import { PageFailure } from '../common/refusal';
import { deliveryList, type Of } from './queries';
import { useDeliveryColumns } from './useDeliveryColumns';

/** What became of the messages to one account, or about one ticket. */
export function DeliveryTable({ of }: { of: Of }) {
  const { t } = useTranslation('console');
  const list = useInfiniteQuery({ ...deliveryList(of), refetchInterval: 10_000 });
  const columns = useDeliveryColumns();
  if (list.isError) return <PageFailure error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isSuccess && rows.length === 0) return <Empty title={t('deliveries.none')} hint={t('deliveries.noneHint')} />;
  return (
    <>
      <Table<DeliveryView> className="grid" rowKey={(one) => `${one.event_id} ${one.channel} ${one.identity_id}`} columns={columns} dataSource={rows} loading={list.isPending} pagination={false} />
      <MoreRows list={list} />
    </>
  );
}
