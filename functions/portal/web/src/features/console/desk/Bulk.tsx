import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { TicketView } from '@/shared/api/schema.gen';
import { useKept } from '@/shared/kept';
import { Dialog } from '@/shared/ui/Dialog';
import { WritingDialog } from '@/shared/ui/WritingDialog';

import { useRefusalText } from '../common/refusal';
import { useChosen } from './chosen';
import { eachOf, type Result } from './eachOf';
import { TICKETS } from './queries';
import { transferBody, TransferFields, type TransferValues } from './TransferFields';

type Act = (ticket: TicketView) => Promise<unknown>;

/** What is done with one ticket, once, however often it is sent. */
function once(ticketId: string) {
  return { path: { ticket_id: ticketId }, header: { 'Idempotency-Key': crypto.randomUUID() } };
}

const accept: Act = ({ ticket_id }) => call(api.POST('/api/tickets/{ticket_id}/accept', { params: once(ticket_id) }));

/** What can be done with all tickets that are chosen: each by itself, and what became of each is said. */
export function Bulk() {
  const { t } = useTranslation('console');
  const client = useQueryClient();
  const chosen = useChosen();
  const [dialog, setDialog] = useState<'transfer' | 'complete'>();
  const [done, setDone] = useState<number>();
  const [results, setResults] = useState<Result[]>();
  if (!chosen?.on) return null;
  const tickets = [...chosen.tickets.values()];
  const run = async (act: Act) => {
    setDialog(undefined);
    setDone(0);
    const all = await eachOf(tickets, act, setDone);
    setDone(undefined);
    setResults(all);
    await client.invalidateQueries({ queryKey: TICKETS });
  };
  const close = () => {
    const refused = results?.filter(({ error }) => error !== undefined).map(({ ticket }) => ticket.ticket_id) ?? [];
    setResults(undefined);
    // What was refused stays chosen: something else may be done with it.
    if (refused.length === 0) chosen.stop();
    else chosen.keep(refused);
  };
  const idle = done === undefined;
  const none = tickets.length === 0;
  return (
    <div className="bulk" role="region" aria-label={t('desk.bulk.label')}>
      <span role="status">{idle ? t('desk.bulk.chosen', { count: tickets.length }) : t('desk.bulk.running', { done, all: tickets.length })}</span>
      <span className="bulk-acts">
        <Button size="small" disabled={none} loading={!idle} onClick={() => void run(accept)}>{t('desk.accept')}</Button>
        <Button size="small" disabled={none || !idle} onClick={() => setDialog('transfer')}>{t('desk.transfer')}</Button>
        <Button size="small" disabled={none || !idle} onClick={() => setDialog('complete')}>{t('desk.complete')}</Button>
        <Button size="small" type="text" disabled={!idle} onClick={chosen.stop}>{t('desk.bulk.stop')}</Button>
      </span>
      {dialog === 'transfer' ? <TransferAll count={tickets.length} onAct={(act) => void run(act)} onClose={() => setDialog(undefined)} /> : null}
      {dialog === 'complete' ? <CompleteAll count={tickets.length} onAct={(act) => void run(act)} onClose={() => setDialog(undefined)} /> : null}
      {results ? <Results results={results} onClose={close} /> : null}
    </div>
  );
}

interface AllProps {
  count: number;
  onAct: (act: Act) => void;
  onClose: () => void;
}

function TransferAll({ count, onAct, onClose }: AllProps) {
  const { t } = useTranslation('console');
  const [form] = Form.useForm<TransferValues>();
  const kept = useKept<TransferValues>('desk/transfer');
  const submit = (values: TransferValues) => {
    kept.forget();
    const body = transferBody(values);
    onAct(({ ticket_id }) => call(api.POST('/api/tickets/{ticket_id}/transfer', { params: once(ticket_id), body })));
  };
  return (
    <WritingDialog title={t('desk.bulk.transferAll', { count })} okText={t('desk.transfer')} sending={false} form={form} texts={['reason']} kept={kept} onClose={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ to: 'agent', ...kept.read() }} onValuesChange={(_, all) => kept.keep(all)} onFinish={submit}>
        <TransferFields />
      </Form>
    </WritingDialog>
  );
}

function CompleteAll({ count, onAct, onClose }: AllProps) {
  const { t } = useTranslation('console');
  const [form] = Form.useForm<{ handling_reply: string }>();
  const kept = useKept<{ handling_reply: string }>('desk/complete');
  const submit = ({ handling_reply }: { handling_reply: string }) => {
    kept.forget();
    onAct(({ ticket_id }) => call(api.POST('/api/tickets/{ticket_id}/complete', { params: once(ticket_id), body: { handling_reply } })));
  };
  return (
    <WritingDialog title={t('desk.bulk.completeAll', { count })} okText={t('desk.complete')} sending={false} form={form} texts={['handling_reply']} kept={kept} onClose={onClose}>
      <p className="dialog-lead">{t('desk.bulk.completeLead')}</p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={kept.read()} onValuesChange={(_, all) => kept.keep(all)} onFinish={submit}>
        <Form.Item name="handling_reply" label={t('desk.handlingReply')} rules={[{ required: true, whitespace: true, message: t('desk.replyNeeded') }]}>
          <Input.TextArea rows={4} maxLength={4000} placeholder={t('desk.handlingHint')} />
        </Form.Item>
      </Form>
    </WritingDialog>
  );
}

/** What became of each, those first with which nothing was done. */
function Results({ results, onClose }: { results: Result[]; onClose: () => void }) {
  const { t } = useTranslation('console');
  const text = useRefusalText();
  const refused = results.filter(({ error }) => error !== undefined);
  const went = results.filter(({ error }) => error === undefined);
  return (
    <Dialog title={t('desk.bulk.results', { done: went.length, all: results.length })} onCancel={onClose} footer={<Button type="primary" onClick={onClose}>{t('close')}</Button>}>
      <ul className="bulk-results">
        {refused.map(({ ticket, error }) => <li key={ticket.ticket_id} className="bulk-refused"><b>{ticket.title}</b> <span className="mono">{ticket.number}</span><p>{text(error)}</p></li>)}
        {went.map(({ ticket }) => <li key={ticket.ticket_id}><b>{ticket.title}</b> <span className="mono">{ticket.number}</span> <span className="bulk-done">{t('desk.bulk.done')}</span></li>)}
      </ul>
    </Dialog>
  );
}
