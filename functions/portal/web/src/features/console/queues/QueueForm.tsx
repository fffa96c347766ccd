import { Form, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { editionOf, ifMatch } from '@/shared/api/editions';
import { isProblem } from '@/shared/api/problem';
import type { QueueDetail } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';
import { Dialog } from '@/shared/ui/Dialog';
import { SideBySide } from '@/shared/ui/SideBySide';
import { useAskBeforeClose } from '@/shared/ui/useAskBeforeClose';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

import { Refusal } from '../common/refusal';
import { type Once, useCommand } from '../common/useCommand';
import { HoursFields } from './HoursFields';
import { fieldsOf, type QueueFields, QUEUES, serviceOf } from './queries';

/** Makes a queue, or changes its name and how fast it means to be. */
export function QueueForm({ queue, onClose, onDone }: { queue?: QueueDetail; onClose: () => void; onDone?: (queueId: string) => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const timeZone = useAccount().enterprise?.time_zone;
  const [form] = Form.useForm<QueueFields>();
  const promises = Form.useWatch('promises', form) ?? Boolean(queue?.service);
  const { failure, show, clear } = useFormFailure(form);
  // What the form was filled with, not what another look at the page brought since.
  const [seen, setSeen] = useState(() => (queue ? editionOf(`/api/queues/${queue.queue_id}`) : undefined));
  const save = useCommand(({ fields, edition }: { fields: QueueFields; edition?: string | undefined }, once) => send(queue, fields, edition, once), [QUEUES]);
  const { close, question } = useAskBeforeClose({ isWritten: () => form.isFieldsTouched(), onClose });
  const typed = () => ({ ...fieldsOf(queue, timeZone), ...(form.getFieldsValue(true) as QueueFields) });
  const submit = (edition = seen) => {
    clear();
    save.mutate({ fields: typed(), edition }, {
      onError: show,
      onSuccess: (saved) => {
        void message.success(t(queue ? 'partyForm.saved' : 'partyForm.created'));
        onClose();
        onDone?.(saved.queue_id);
      },
    });
  };
  const differences = (mine: QueueFields, theirs: QueueFields) =>
    [
      { label: t('fields.name'), mine: mine.name, theirs: theirs.name },
      { label: t('queues.about'), mine: mine.about ?? '', theirs: theirs.about ?? '' },
      { label: t('queues.firstResponse'), mine: minutes(mine.first_response_minutes), theirs: minutes(theirs.first_response_minutes) },
      { label: t('queues.completion'), mine: minutes(mine.completion_minutes), theirs: minutes(theirs.completion_minutes) },
    ].filter(({ mine, theirs }) => mine !== theirs);
  return (
    <Dialog title={queue ? t('partyForm.edit', { name: queue.name }) : t('queues.new')} okText={t(queue ? 'partyForm.save' : 'partyForm.create')} confirmLoading={save.isPending} onOk={() => form.submit()} onCancel={close} footer={question ?? undefined}>
      {isProblem(failure, 'changed_since') ? null : <Refusal error={failure} />}
      <SideBySide
        error={failure}
        differences={(current) => differences(typed(), fieldsOf(current as QueueDetail))}
        onKeep={(etag) => submit(etag)}
        onTake={(etag, current) => {
          clear();
          form.setFieldsValue(fieldsOf(current as QueueDetail));
          setSeen(etag);
        }}
      />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={fieldsOf(queue, timeZone)} onFinish={() => submit()}>
        <Form.Item name="name" label={t('fields.name')} rules={[{ required: true, whitespace: true, message: t('partyForm.nameNeeded') }]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="about" label={t('queues.about')} extra={t('queues.aboutHint')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="promises" label={t('queues.promises')} valuePropName="checked" extra={t('queues.promisesHint')}>
          <Switch />
        </Form.Item>
        {promises ? (
          <>
            <div className="form-pair">
              <Form.Item name="first_response_minutes" label={t('queues.firstResponse')}>
                <InputNumber className="wide" min={1} max={43_200} precision={0} />
              </Form.Item>
              <Form.Item name="completion_minutes" label={t('queues.completion')}>
                <InputNumber className="wide" min={1} max={43_200} precision={0} />
              </Form.Item>
            </div>
            <Form.Item name="time_zone" label={t('queues.timeZone')} rules={[{ required: true, message: t('queues.timeZoneNeeded') }]}>
              <Select showSearch options={zones(queue?.service?.calendar.time_zone)} />
            </Form.Item>
            <HoursFields />
          </>
        ) : null}
      </Form>
    </Dialog>
  );
}

/** All time zones that this browser knows, and the one that is chosen. */
function zones(chosen?: string): { value: string }[] {
  return [...new Set([...(chosen ? [chosen] : []), ...Intl.supportedValuesOf('timeZone')])].map((value) => ({ value }));
}

function minutes(value: number | null | undefined): string {
  return value ? String(value) : '';
}

function send(queue: QueueDetail | undefined, fields: QueueFields, edition: string | undefined, header: Once): Promise<QueueDetail> {
  const body = { name: fields.name, about: fields.about?.trim() || null, service: serviceOf(fields, queue?.service) };
  if (queue) return call(api.PATCH('/api/queues/{queue_id}', { params: { path: { queue_id: queue.queue_id } }, headers: ifMatch(edition), body }));
  return call(api.POST('/api/queues', { params: { header }, body }));
}
