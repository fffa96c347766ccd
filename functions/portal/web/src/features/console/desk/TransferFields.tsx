import { useQuery } from '@tanstack/react-query';
import { Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { staffList } from '../common/queries';
import { queueList } from './queries';

/** Who gets a ticket, and why. */
export interface TransferValues {
  to: 'agent' | 'queue';
  agent?: string;
  queue_id?: string;
  reason: string;
}

/** What the API is told of it. */
export function transferBody({ to, agent, queue_id, reason }: TransferValues): Pick<TransferValues, 'agent' | 'queue_id' | 'reason'> {
  return to === 'agent' ? { agent, reason } : { queue_id, reason };
}

/** To whom tickets are given, or to which queue, and why; not to who has them. Part of a form. */
export function TransferFields({ except }: { except?: { agent?: string | undefined; queue_id?: string | undefined } }) {
  const { t } = useTranslation('console');
  const to = Form.useWatch<TransferValues['to'] | undefined>('to') ?? 'agent';
  const staff = useQuery(staffList());
  const queues = useQuery(queueList());
  const agents = staff.data?.filter((one) => one.state === 'active' && one.identity_id !== except?.agent);
  const others = queues.data?.filter((one) => one.queue_id !== except?.queue_id);
  return (
    <>
      <Form.Item name="to" label={t('desk.transferTo')}>
        <Radio.Group options={[{ value: 'agent', label: t('desk.toAgent') }, { value: 'queue', label: t('desk.toQueue') }]} />
      </Form.Item>
      {to === 'agent' ? (
        <Form.Item name="agent" label={t('desk.agent')} extra={t('desk.agentHint')} rules={[{ required: true, message: t('desk.agentNeeded') }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} loading={staff.isPending} placeholder={t('partyForm.choose')} options={agents?.map((one) => ({ value: one.identity_id, label: one.name }))} />
        </Form.Item>
      ) : (
        <Form.Item name="queue_id" label={t('desk.queue')} rules={[{ required: true, message: t('desk.queueNeeded') }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} loading={queues.isPending} placeholder={t('partyForm.choose')} options={others?.map((one) => ({ value: one.queue_id, label: one.name }))} />
        </Form.Item>
      )}
      <Form.Item name="reason" label={t('desk.reason')} rules={[{ required: true, whitespace: true, message: t('desk.reasonNeeded') }]}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
    </>
  );
}
