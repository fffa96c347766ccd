import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import { open } from '@/features/attachments/upload';
import { isShown, Picture } from '@/features/attachments/Picture';
import { withFiles } from '@/features/attachments/talkFiles';
import type { AttachmentView, GetTicketOutput, TimelineEntry } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { useAccount } from '@/shared/session/useMe';
import { Announced } from '@/shared/ui/Announced';
import { Linked } from '@/shared/ui/Linked';
import { useMessage } from '@/shared/ui/useMessage';

import { PageFailure, useRefusalText } from '../common/refusal';
import { timeline } from './queries';

/** What is said is a bubble; what else happened is a line between. */
const SPOKEN = ['replied', 'asked', 'answered', 'completed', 'noted'];

/** The conversation, with the internal notes in it, oldest first. */
export function Talk({ ticket, onQuote }: { ticket: GetTicketOutput; onQuote?: ((text: string) => void) | undefined }) {
  const { t } = useTranslation('console');
  const { t: common } = useTranslation();
  const entries = useQuery({ ...timeline(ticket.ticket_id), refetchInterval: 15_000 });
  const me = useAccount().active_identity.identity_id;
  const said = entries.data?.filter((entry) => entry.text && entry.by && entry.by.identity_id !== me).at(-1);
  return (
    <section className="panel" aria-labelledby="talk">
      <h2 id="talk">{t('desk.talk')}</h2>
      <ol className="talk">
        <Said side="customer" name={ticket.submitter.name} at={ticket.submitted_at} text={ticket.description} onQuote={onQuote} />
        {entries.data ? withFiles(entries.data.filter((entry) => entry.what !== 'submitted'), ticket.attachments).map(({ key, entry, file }) => (file ? <Added key={key} ticket={ticket} file={file} /> : <Entry key={key} entry={entry} onQuote={onQuote} />)) : null}
      </ol>
      <Announced key={ticket.ticket_id} at={entries.data ? (said?.seq ?? 0) : undefined} text={common('newSaid', { name: said?.by?.name ?? '', text: said?.text ?? '' })} />
      {entries.isPending ? <div aria-busy="true"><Skeleton active title={false} paragraph={{ rows: 3 }} /></div> : null}
      {entries.isError ? <PageFailure error={entries.error} onRetry={() => void entries.refetch()} /> : null}
    </section>
  );
}

function Entry({ entry, onQuote }: { entry: TimelineEntry; onQuote?: ((text: string) => void) | undefined }) {
  const { dateTime, moment } = useFormat();
  const said = useEntryText();
  if (entry.text && SPOKEN.includes(entry.what)) {
    const side = entry.what === 'noted' ? 'note' : entry.by?.side === 'customer' ? 'customer' : 'staff';
    return <Said side={side} name={entry.by?.name ?? ''} at={entry.at} text={entry.text} event={said(entry)} more={entry.acceptance_information} onQuote={side === 'customer' ? onQuote : undefined} />;
  }
  return (
    <li className="talk-event">
      {said(entry)} · <time dateTime={entry.at} title={dateTime(entry.at)}>{moment(entry.at)}</time>
      {entry.reason ? <p className="talk-quote">{entry.reason}</p> : null}
      {entry.text ? <p className="talk-quote">{entry.text}</p> : null}
    </li>
  );
}

/** A file where it was added: a picture is seen, others are opened by their name. */
function Added({ ticket, file }: { ticket: GetTicketOutput; file: AttachmentView }) {
  const { t } = useTranslation('console');
  const { dateTime, moment } = useFormat();
  const message = useMessage();
  const text = useRefusalText();
  const side = file.internal ? 'note' : file.author.identity_id === ticket.submitter.identity_id ? 'customer' : 'staff';
  const show = () => void open(ticket.ticket_id, file.attachment_id).catch((error: unknown) => void message.error(text(error)));
  return (
    <li className={`talk-${side}`}>
      <p className="talk-who"><b>{file.author.name}</b>{file.internal ? <span>{t('timeline.noted')} · </span> : null}{file.added_at ? <time dateTime={file.added_at} title={dateTime(file.added_at)}>{moment(file.added_at)}</time> : null}</p>
      <div className="talk-text talk-file">
        {isShown(file) ? <Picture one={file} ticketId={ticket.ticket_id} /> : null}
        <button type="button" className="talk-file-name" onClick={show}>{file.name}</button>
      </div>
    </li>
  );
}

interface SaidProps {
  side: 'customer' | 'staff' | 'note';
  name: string;
  at: string;
  text: string;
  event?: string;
  more?: string | null | undefined;
  onQuote?: ((text: string) => void) | undefined;
}

function Said({ side, name, at, text, event, more, onQuote }: SaidProps) {
  const { t } = useTranslation('console');
  const { dateTime, moment } = useFormat();
  return (
    <li className={`talk-${side}`}>
      <p className="talk-who"><b>{name}</b>{event ? <span>{event} · </span> : null}<time dateTime={at} title={dateTime(at)}>{moment(at)}</time>{onQuote ? <Button type="text" size="small" className="talk-quote-it" onClick={() => onQuote(text)} aria-label={t('desk.quoteOf', { name })}>{t('desk.quote')}</Button> : null}</p>
      <div className="talk-text"><Linked text={text} />{more ? <p className="talk-more"><b>{t('desk.information')}</b> {more}</p> : null}</div>
    </li>
  );
}

/** A sentence for what happened; what is not known is called by its name. */
function useEntryText(): (entry: TimelineEntry) => string {
  const { t, i18n } = useTranslation('console');
  return (entry) => {
    const key = `timeline.${entry.what}`;
    // What differs by number is there with one.
    if (!i18n.exists(key, { ns: 'console', count: entry.stars ?? 0 })) return entry.what;
    const values = {
      name: entry.by?.name ?? t('timeline.system'),
      whom: entry.whom?.name ?? '',
      queue: entry.to_queue?.name ?? '',
      count: entry.stars ?? 0,
      method: entry.reply_method ? t(`replyMethods.${entry.reply_method as 'sms'}`) : '',
    };
    return i18n.t(key, { ns: 'console', defaultValue: entry.what, ...values });
  };
}
