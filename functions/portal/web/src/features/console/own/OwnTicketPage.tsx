import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { ticket as ticketQuery } from '@/features/portal/tickets/queries';
import { TicketBody } from '@/features/portal/tickets/TicketBody';
import { lost } from '@/shared/api/lost';
import { useFormat } from '@/shared/format/useFormat';
import { LinkButton } from '@/shared/ui/LinkButton';
import { StateTag } from '@/shared/ui/StateTag';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { BackLink } from '../common/BackLink';
import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { OWN } from './own';

/** A ticket of one's own: where it stands, and what was said (ET-4). */
export function OwnTicketPage() {
  const { t } = useTranslation('console');
  const { ticketId = '' } = useParams();
  const { dateTime } = useFormat();
  const found = useQuery({ ...ticketQuery(ticketId), refetchInterval: 20_000 });
  usePageTitle(found.data?.title ?? t('nav.own'));
  const back = <BackLink to={`${OWN}/tickets`}>{t('nav.own')}</BackLink>;
  if (found.isPending) return <>{back}<div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 8 }} /></div></>;
  const failure = lost(found);
  if (failure || !found.data) return <>{back}<PageFailure whole error={failure} onRetry={() => void found.refetch()} /></>;
  const ticket = found.data;
  return (
    <>
      {back}
      <PageHead
        title={ticket.title}
        lead={<><span className="mono">{ticket.number}</span> · {ticket.queue.name} · <time dateTime={ticket.submitted_at}>{dateTime(ticket.submitted_at)}</time></>}
        mark={<StateTag state={ticket.state} />}
        actions={ticket.actions.includes('transfer') ? <LinkButton to={`/console/tickets/${ticketId}?desk`}>{t('own.atDesk')}</LinkButton> : null}
      />
      <TicketBody key={ticket.ticket_id} ticket={ticket} />
    </>
  );
}
