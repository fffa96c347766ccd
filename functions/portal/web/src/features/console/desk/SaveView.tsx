import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Dialog } from '@/shared/ui/Dialog';

const LONGEST = 20;

/** Calls the list as it is now by a name, so that it is there again. */
export function SaveView({ onSave }: { onSave: (name: string) => void }) {
  const { t } = useTranslation('console');
  const [form] = Form.useForm<{ name: string }>();
  const [asking, setAsking] = useState(false);
  const save = ({ name }: { name: string }) => {
    onSave(name.trim());
    setAsking(false);
  };
  return (
    <>
      <Button type="link" onClick={() => setAsking(true)}>{t('desk.saveView')}</Button>
      {asking ? (
        <Dialog title={t('desk.saveView')} okText={t('partyForm.save')} onOk={() => form.submit()} onCancel={() => setAsking(false)} afterOpenChange={(shown) => shown && form.focusField('name')}>
          <Form form={form} layout="vertical" requiredMark={false} onFinish={save}>
            <Form.Item name="name" label={t('desk.viewName')} extra={t('desk.viewHint')} rules={[{ required: true, whitespace: true, message: t('partyForm.nameNeeded') }]}>
              <Input maxLength={LONGEST} />
            </Form.Item>
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}
