import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import { Attachments } from '@/features/attachments/Attachments';
import { isShown, Picture } from '@/features/attachments/Picture';
import { withFiles } from '@/features/attachments/talkFiles';
import type { AttachmentView, GetTicketOutput, TimelineEntry } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { useAccount } from '@/shared/session/useMe';
import { Announced } from '@/shared/ui/Announced';
import { Failure } from '@/shared/ui/Failure';
import { Linked } from '@/shared/ui/Linked';

import { AnswerForm } from './AnswerForm';
import { TICKETS, timeline } from './queries';
import { useEventText } from './useEventText';

/** What was said is a bubble; what else happened is a line between. */
const SPOKEN = ['replied', 'asked', 'answered', 'completed'];

/** What it begins with, and what an agent who is its submitter too noted for colleagues. */
const LEFT_OUT = ['submitted', 'noted'];

/** The ticket as a conversation, oldest first. */
export function Conversation({ ticket }: { ticket: GetTicketOutput }) {
  const { t } = useTranslation(['portal', 'common']);
  const client = useQueryClient();
  // A file goes with something said: where nothing can be said any more, none is offered.
  const adds = ticket.actions.includes('answer') && ticket.actions.includes('attach');
  const files = adds ? () => Promise.resolve(ticket.ticket_id) : undefined;
  const entries = useQuery({ ...timeline(ticket.ticket_id), refetchInterval: 20_000 });
  const me = useAccount().active_identity.identity_id;
  const said = entries.data?.filter((entry) => entry.text && entry.by && entry.by.identity_id !== me && !LEFT_OUT.includes(entry.what)).at(-1);
  return (
    <section className="panel" aria-labelledby="conversation">
      <h2 id="conversation">{t('ticket.conversation')}</h2>
      <ol className="talk">
        <Said side="customer" by={ticket.submitter} at={ticket.submitted_at} text={ticket.description} />
        {withFiles(entries.data?.filter((entry) => !LEFT_OUT.includes(entry.what)) ?? [], entries.data ? ticket.attachments.filter(isShown) : []).map(({ key, entry, file }) => (file ? <Seen key={key} ticket={ticket} file={file} /> : <Entry key={key} entry={entry} />))}
      </ol>
      <Announced key={ticket.ticket_id} at={entries.data ? (said?.seq ?? 0) : undefined} text={t('common:newSaid', { name: said?.by?.name ?? '', text: said?.text ?? '' })} />
      {entries.isPending ? <Skeleton active paragraph={{ rows: 2 }} title={false} /> : null}
      {entries.isError ? <Failure error={entries.error} onRetry={() => void entries.refetch()} /> : null}
      <AnswerForm ticket={ticket} />
      {files || ticket.attachments.length > 0 ? <h3 className="talk-files">{t('common:attachments.title')}</h3> : null}
      <Attachments attachments={ticket.attachments} ticketId={ticket.ticket_id} target={files} onChanged={() => client.invalidateQueries({ queryKey: TICKETS })} />
    </section>
  );
}

/** A picture where it was added; the list below has all files. */
function Seen({ ticket, file }: { ticket: GetTicketOutput; file: AttachmentView }) {
  const { t } = useTranslation('portal');
  const { dateTime, moment } = useFormat();
  const me = useAccount().active_identity.identity_id;
  const side = file.author.identity_id === ticket.submitter.identity_id ? 'talk-own' : 'talk-other';
  return (
    <li className={side}>
      <p className="talk-who"><b>{file.author.identity_id === me ? t('ticket.me') : file.author.name}</b>{file.added_at ? <time dateTime={file.added_at} title={dateTime(file.added_at)}>{moment(file.added_at)}</time> : null}</p>
      <div className="talk-text talk-picture"><Picture one={file} ticketId={ticket.ticket_id} /></div>
    </li>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { dateTime, moment } = useFormat();
  const text = useEventText();
  if (entry.text && SPOKEN.includes(entry.what)) {
    return <Said side={entry.by?.side ?? 'staff'} by={entry.by} at={entry.at} text={entry.text} event={text(entry)} />;
  }
  return (
    <li className="talk-event">
      {text(entry)} <time dateTime={entry.at} title={dateTime(entry.at)}>{moment(entry.at)}</time>
      {entry.text ? <p className="talk-quote">{entry.text}</p> : null}
      {entry.reason ? <p className="talk-quote">{entry.reason}</p> : null}
    </li>
  );
}

interface SaidProps {
  side: string;
  by: { identity_id: string; name: string } | null | undefined;
  at: string;
  text: string;
  event?: string;
}

function Said({ side, by, at, text, event }: SaidProps) {
  const { dateTime, moment } = useFormat();
  const { t } = useTranslation('portal');
  const me = useAccount();
  return (
    <li className={side === 'customer' ? 'talk-own' : 'talk-other'}>
      <p className="talk-who">
        <b>{by?.identity_id === me.active_identity.identity_id ? t('ticket.me') : by?.name}</b>
        {event ? <span>{event} · </span> : null}
        <time dateTime={at} title={dateTime(at)}>{moment(at)}</time>
      </p>
      <p className="talk-text"><Linked text={text} /></p>
    </li>
  );
}
