import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Segmented } from 'antd';
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { FileChoice, Uploads } from '@/features/attachments/Attachments';
import { useUploads } from '@/features/attachments/useUploads';
import { api, call } from '@/shared/api/client';
import type { GetTicketOutput } from '@/shared/api/schema.gen';
import { type Kept, useKept } from '@/shared/kept';
import { useFormFailure } from '@/shared/ui/useFormFailure';
import { useMessage } from '@/shared/ui/useMessage';

import { Refusal } from '../common/refusal';
import { type Once, useCommand } from '../common/useCommand';
import { useKeys } from '../common/useKeys';
import { useCommands } from '../search/commands';
import { TICKETS } from './queries';
import { useHold } from './useHold';

const MODES = ['reply', 'ask', 'note'] as const;

type Mode = (typeof MODES)[number];

/** The keys that begin each. */
const KEYS: Record<Mode, string> = { reply: 'r', ask: 'w', note: 'n' };

const MOST = 4_000;
/** How long a message can be taken back, in milliseconds: nobody was written to until then. */
const UNDO = 5_000;

interface Fields {
  text: string;
}

/** What is to be quoted; another one each time that somebody says so. */
export interface Quoted {
  text: string;
}

/** How a text is sent. */
type How = Mode | 'complete';

interface Sent extends Fields {
  how: How;
}

/** What is being written to a ticket, each kind by itself. */
function useTexts(ticketId: string): Record<Mode, Kept<Fields>> {
  const reply = useKept<Fields>(`ticket/${ticketId}/reply`);
  const ask = useKept<Fields>(`ticket/${ticketId}/ask`);
  const note = useKept<Fields>(`ticket/${ticketId}/note`);
  return { reply, ask, note };
}

/**
 * Replies to the customer, asks him, or notes something for colleagues. Only who has the ticket speaks to the customer.
 * What is half written stays, whatever happens to the ticket meanwhile; it opens on it.
 */
export function Composer({ ticket, quoted }: { ticket: GetTicketOutput; quoted?: Quoted | undefined }) {
  const { t } = useTranslation('console');
  const texts = useTexts(ticket.ticket_id);
  const modes = MODES.filter((one) => ticket.actions.includes(one));
  const [chosen, setMode] = useState<Mode | undefined>(() => MODES.find((one) => texts[one].read().text));
  const [shown, setShown] = useState(quoted);
  if (quoted !== shown) {
    setShown(quoted);
    setMode('reply');
  }
  const mode = modes.find((one) => one === chosen) ?? modes[0];
  const [wanted, setWanted] = useState<{ mode: Mode }>();
  const write = (one: Mode) => {
    setMode(one);
    setWanted({ mode: one });
  };
  useCommands(modes.map((one) => ({ key: one, label: t(`desk.modes.${one}`), shortcut: KEYS[one], run: () => write(one) })));
  useKeys(Object.fromEntries(modes.map((one) => [KEYS[one], () => write(one)])));
  const left = MODES.filter((one) => !modes.includes(one) && texts[one].read().text);
  if (!mode && left.length === 0) return null;
  return (
    <section className={`panel composer composer-${mode ?? 'none'}`} aria-labelledby="composer">
      <h2 id="composer" className="visually-hidden">{t('desk.compose')}</h2>
      {left.map((one) => <Left key={one} mode={one} kept={texts[one]} />)}
      {mode && modes.length > 1 ? <Segmented aria-label={t('desk.compose')} value={mode} onChange={setMode} options={modes.map((value) => ({ value, label: t(`desk.modes.${value}`) }))} /> : null}
      {mode && modes.length === 1 ? <p className="composer-mode">{t(`desk.modes.${mode}`)}</p> : null}
      {mode ? <ComposerForm key={mode} ticket={ticket} mode={mode} kept={texts[mode]} quoted={mode === 'reply' ? quoted : undefined} wanted={wanted?.mode === mode ? wanted : undefined} onWrite={() => setMode(mode)} /> : null}
    </section>
  );
}

/** What was written and cannot be sent any more: the ticket is somebody else's now, or over. It can still be copied. */
function Left({ mode, kept }: { mode: Mode; kept: Kept<Fields> }) {
  const { t } = useTranslation('console');
  const [text, setText] = useState(() => kept.read().text);
  if (!text) return null;
  const drop = () => {
    kept.forget();
    setText('');
  };
  return (
    <div className="composer-left" role="status">
      <p><b>{t(`desk.modes.${mode}`)}</b> · {t('desk.leftText')}</p>
      <p className="quote">{text}</p>
      <Button size="small" onClick={drop}>{t('desk.dropText')}</Button>
    </div>
  );
}

interface FormProps {
  ticket: GetTicketOutput;
  mode: Mode;
  kept: Kept<Fields>;
  quoted?: Quoted | undefined;
  /** Somebody wants to write here; another one each time that he says so. */
  wanted?: object | undefined;
  /** Somebody writes: the kind of text does not change under his hands, whatever he may do by then. */
  onWrite: () => void;
}

function ComposerForm({ ticket, mode, kept, quoted, wanted, onWrite }: FormProps) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const [form] = Form.useForm<Fields>();
  const { failure, show, clear } = useFormFailure(form);
  const done = useRef<Quoted>(undefined);
  useEffect(() => {
    // Once for each click, whatever is drawn anew meanwhile.
    if (!quoted || done.current === quoted) return;
    done.current = quoted;
    const text = withQuote(form.getFieldValue('text') as string | undefined, quoted.text);
    form.setFieldValue('text', text);
    kept.keep({ text });
    form.focusField('text');
  }, [quoted, form, kept]);
  useEffect(() => {
    if (wanted) form.focusField('text');
  }, [wanted, form]);
  const client = useQueryClient();
  const uploads = useUploads({
    target: () => Promise.resolve(ticket.ticket_id),
    // What is in a note is not for the customer either.
    internal: mode === 'note' || !ticket.actions.includes('attach'),
    onAttached: () => client.invalidateQueries({ queryKey: TICKETS }),
  });
  const attaches = ticket.actions.includes('attach') || ticket.actions.includes('attach_internal');
  const take = (files: File[], event: ClipboardEvent | DragEvent) => {
    if (!attaches || files.length === 0) return;
    event.preventDefault();
    void uploads.add(files);
  };
  const send = useCommand(async ({ how, text }: Sent, header) => {
    await say(how, ticket.ticket_id, text, header);
    // Here, since nobody is told who is on another page by then; what was typed while it went is another text.
    if (kept.read().text === text) kept.forget();
  }, [TICKETS]);
  const release = ({ how, text }: Sent) =>
    send.mutate({ how, text }, {
      onError: show,
      onSuccess: () => {
        if (form.getFieldValue('text') === text) form.setFieldsValue({ text: '' });
        void message.success(t(how === 'complete' ? 'desk.completedNow' : `desk.sent.${how}`));
      },
    });
  const hold = useHold<Sent>(release, UNDO);
  const submit = (how: How) => ({ text }: Fields) => {
    clear();
    // What only colleagues read is written to nobody.
    if (how === 'note') release({ how, text });
    else hold.start({ how, text });
  };
  const takeBack = () => {
    hold.undo();
    form.focusField('text');
  };
  const finish = (how: How) => void form.validateFields().then(submit(how), () => undefined);
  const sendByKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !hold.isHeld) form.submit();
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={kept.read()} onValuesChange={(_, all) => { kept.keep(all); onWrite(); }} onFinish={submit(mode)} onPaste={(event) => take([...event.clipboardData.files], event)} onDrop={(event) => take([...event.dataTransfer.files], event)} onDragOver={(event) => attaches && event.preventDefault()}>
      <Refusal error={failure} />
      <Form.Item name="text" label={<span className="visually-hidden">{t(`desk.modes.${mode}`)}</span>} rules={[{ required: true, whitespace: true, message: t('desk.textNeeded') }]}>
        <Input.TextArea rows={4} maxLength={MOST} readOnly={hold.isHeld} placeholder={t(`desk.hints.${mode}`)} onKeyDown={sendByKey} />
      </Form.Item>
      <Uploads uploads={uploads} />
      <div className="composer-foot">
        {attaches ? <FileChoice button={{ type: 'text', 'aria-label': t('desk.attach'), title: t('desk.attachHint') }} onChosen={(files) => void uploads.add(files)} /> : null}
        <span className="note">{t(`desk.notes.${mode}`, { method: t(`replyMethods.${ticket.reply_method as 'sms'}`) })}</span>
        {hold.isHeld ? <Held onUndo={takeBack} /> : <span className="composer-send">
          {mode === 'reply' && ticket.actions.includes('complete') ? <Button disabled={send.isPending} onClick={() => finish('complete')}>{t('desk.sendAndComplete')}</Button> : null}
          {mode === 'reply' && ticket.actions.includes('ask') ? <Button disabled={send.isPending} onClick={() => finish('ask')}>{t('desk.sendAndWait')}</Button> : null}
          <Button type="primary" htmlType="submit" loading={send.isPending}>{t(`desk.send.${mode}`)}</Button>
        </span>}
      </div>
    </Form>
  );
}

/** A message that goes out in a moment, and can be taken back until then. */
function Held({ onUndo }: { onUndo: () => void }) {
  const { t } = useTranslation('console');
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => undo.current?.focus(), []);
  return <span className="composer-send"><span role="status">{t('desk.held')}</span> <Button ref={undo} onClick={onUndo}>{t('desk.takeBack')}</Button></span>;
}

/** What is written, and behind it a quotation with room for the answer. */
function withQuote(written: string | undefined, quoted: string): string {
  const lines = quoted.trim().split('\n').map((line) => `> ${line}`).join('\n');
  return `${written?.trimEnd() ? `${written.trimEnd()}\n\n` : ''}${lines}\n`.slice(0, MOST);
}

/** The last reply completes the ticket: it is its handling reply 处理回复. */
function say(how: How, ticketId: string, text: string, header: Once): Promise<unknown> {
  const params = { path: { ticket_id: ticketId }, header };
  if (how === 'complete') return call(api.POST('/api/tickets/{ticket_id}/complete', { params, body: { handling_reply: text } }));
  if (how === 'reply') return call(api.POST('/api/tickets/{ticket_id}/replies', { params, body: { text } }));
  if (how === 'ask') return call(api.POST('/api/tickets/{ticket_id}/questions', { params, body: { text } }));
  return call(api.POST('/api/tickets/{ticket_id}/notes', { params, body: { text } }));
}
