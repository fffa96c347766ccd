import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Empty } from '@/shared/ui/Empty';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { queueList } from '../desk/queries';
import { QueueDrawer } from './QueueDrawer';
import { QueueForm } from './QueueForm';
import { QueueState } from './QueueState';

/** The queues: what waits in them, who serves them, and how fast they mean to be. */
export function QueuesPage() {
  const { t } = useTranslation('console');
  const queues = useQuery({ ...queueList(), refetchInterval: 15_000 });
  const [shown, setShown] = useState<string>();
  const [creating, setCreating] = useState(false);
  usePageTitle(t('nav.queues'));
  const create = <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setCreating(true)}>{t('queues.new')}</Button>;
  return (
    <>
      <PageHead title={t('queues.title')} lead={t('queues.lead')} actions={create} />
      {queues.isPending ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 4 }} /></div> : null}
      {queues.isError ? <PageFailure error={queues.error} onRetry={() => void queues.refetch()} /> : null}
      {queues.data?.length === 0 ? <Empty title={t('desk.noQueues')} hint={t('queues.noneHint')} action={create} /> : null}
      {queues.data && queues.data.length > 0 ? (
        <ul className="panel rows">
          {queues.data.map((queue) => (
            <li key={queue.queue_id} className="session-row">
              <span className="session-text">
                <span className="request-who"><b>{queue.name}</b><QueueState state={queue.state} /></span>
                {queue.waiting ? <span className="cell-more">{t('queues.waiting', { count: queue.waiting.all })}{queue.waiting.urgent > 0 ? ` · ${t('queues.urgent', { count: queue.waiting.urgent })}` : ''}</span> : null}
              </span>
              <Button size="small" onClick={() => setShown(queue.queue_id)} aria-label={t('actions.of', { action: t('queues.manage'), name: queue.name })}>{t('queues.manage')}</Button>
            </li>
          ))}
        </ul>
      ) : null}
      {creating ? <QueueForm onClose={() => setCreating(false)} onDone={setShown} /> : null}
      <QueueDrawer queueId={shown} onClose={() => setShown(undefined)} />
    </>
  );
}
