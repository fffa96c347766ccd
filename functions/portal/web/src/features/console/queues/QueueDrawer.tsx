import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { QueueDetail } from '@/shared/api/schema.gen';
import { Dialog } from '@/shared/ui/Dialog';
import { useMessage } from '@/shared/ui/useMessage';

import { staffList } from '../common/queries';
import { PageFailure, Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { queueList, TICKETS } from '../desk/queries';
import { queueQuery, QUEUES } from './queries';
import { QueueForm } from './QueueForm';
import { QueueState } from './QueueState';

/** A queue: its targets, who serves it, and the way to stop it. */
export function QueueDrawer({ queueId, onClose }: { queueId?: string; onClose: () => void }) {
  const queue = useQuery({ ...queueQuery(queueId ?? ''), enabled: queueId !== undefined });
  return (
    <Drawer open={queueId !== undefined} onClose={onClose} size="min(560px, 100vw)" title={queue.data?.name} destroyOnHidden>
      {queue.isPending ? <div aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div> : null}
      {queue.isError ? <PageFailure error={queue.error} onRetry={() => void queue.refetch()} /> : null}
      {queue.data ? <Content queue={queue.data} /> : null}
    </Drawer>
  );
}

function Content({ queue }: { queue: QueueDetail }) {
  const { t } = useTranslation('console');
  const [dialog, setDialog] = useState<'edit' | 'stop'>();
  const { service } = queue;
  const minutes = (value?: number | null) => (value ? t('queues.minutes', { count: value }) : t('none'));
  return (
    <>
      <p className="request-who"><QueueState state={queue.state} /> {t('queues.waiting', { count: queue.waiting.all })}{queue.waiting.urgent > 0 ? ` · ${t('queues.urgent', { count: queue.waiting.urgent })}` : ''}</p>
      <dl className="facts queue-facts">
        <div className="fact"><dt>{t('queues.firstTarget')}</dt><dd>{minutes(service?.first_response_minutes)}</dd></div>
        <div className="fact"><dt>{t('queues.completionTarget')}</dt><dd>{minutes(service?.completion_minutes)}</dd></div>
      </dl>
      {queue.state === 'open' ? (
        <p className="account-actions">
          <Button onClick={() => setDialog('edit')}>{t('actions.edit')}</Button>
          <Button danger onClick={() => setDialog('stop')}>{t('queues.stop')}</Button>
        </p>
      ) : null}
      <Members key={queue.members.map((one) => one.identity_id).join()} queue={queue} />
      {dialog === 'edit' ? <QueueForm queue={queue} onClose={() => setDialog(undefined)} /> : null}
      {dialog === 'stop' ? <StopDialog queue={queue} onClose={() => setDialog(undefined)} /> : null}
    </>
  );
}

function Members({ queue }: { queue: QueueDetail }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const client = useQueryClient();
  const staff = useQuery(staffList());
  const before = queue.members.map((one) => one.identity_id);
  const [members, setMembers] = useState(before);
  const add = members.filter((id) => !before.includes(id));
  const remove = before.filter((id) => !members.includes(id));
  const save = useMutation({
    mutationFn: () => call(api.PATCH('/api/queues/{queue_id}/members', { params: { path: { queue_id: queue.queue_id } }, body: { add, remove } })),
    onSuccess: () => void message.success(t('partyForm.saved')),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: QUEUES }), client.invalidateQueries({ queryKey: TICKETS })]),
  });
  const known = new Map(queue.members.map((one) => [one.identity_id, one.name]));
  for (const one of staff.data ?? []) if (one.state === 'active') known.set(one.identity_id, one.name);
  return (
    <section aria-labelledby="members">
      <h2 id="members" className="section-title">{t('queues.members')}</h2>
      <Refusal error={save.error} />
      <Select
        className="wide-select"
        mode="multiple"
        aria-label={t('queues.members')}
        value={members}
        onChange={setMembers}
        loading={staff.isPending}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('queues.noMembers')}
        options={[...known].map(([value, label]) => ({ value, label }))}
      />
      <p className="account-actions"><Button type="primary" disabled={add.length + remove.length === 0} loading={save.isPending} onClick={() => save.mutate()}>{t('partyForm.save')}</Button></p>
    </section>
  );
}

/** Stops a queue; what waits is moved to another, behind what waits there. */
function StopDialog({ queue, onClose }: { queue: QueueDetail; onClose: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const queues = useQuery(queueList());
  const [target, setTarget] = useState<string>();
  const stop = useCommand((body: { move_to?: string }, header) => call(api.POST('/api/queues/{queue_id}/stop', { params: { path: { queue_id: queue.queue_id }, header }, body })), [QUEUES, TICKETS]);
  const submit = () =>
    stop.mutate({ move_to: target }, {
      onSuccess: () => {
        void message.success(t('queues.stopped'));
        onClose();
      },
    });
  const others = queues.data?.filter((one) => one.queue_id !== queue.queue_id && one.state === 'open').map((one) => ({ value: one.queue_id, label: one.name }));
  return (
    <Dialog title={t('queues.stopOf', { name: queue.name })} okText={t('queues.stop')} okButtonProps={{ danger: true }} confirmLoading={stop.isPending} onOk={submit} onCancel={onClose}>
      <Refusal error={stop.error} />
      <p className="dialog-lead">{t('queues.stopLead', { count: queue.waiting.all })}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={t('queues.moveTo')} htmlFor="move-to">
          <Select id="move-to" allowClear value={target} onChange={(id?: string) => setTarget(id)} options={others} placeholder={t('queues.moveNowhere')} />
        </Form.Item>
      </Form>
    </Dialog>
  );
}
