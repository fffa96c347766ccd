import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Attachments } from '@/features/attachments/Attachments';
import type { GetTicketOutput } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';

import { TICKETS } from './queries';

/** The files of a ticket. Who has it attaches for the customer; others for staff alone (F37). */
export function Files({ ticket }: { ticket: GetTicketOutput }) {
  const { t } = useTranslation();
  const me = useAccount();
  const client = useQueryClient();
  const working = ticket.state === 'in_progress' || ticket.state === 'awaiting_customer';
  const mine = working && ticket.acceptor?.identity_id === me.active_identity.identity_id;
  return (
    <section className="panel" aria-labelledby="ticket-files">
      <h2 id="ticket-files">{t('attachments.title')}</h2>
      <Attachments attachments={ticket.attachments} ticketId={ticket.ticket_id} target={() => Promise.resolve(ticket.ticket_id)} staff internalOnly={!mine} onChanged={() => client.invalidateQueries({ queryKey: TICKETS })} />
    </section>
  );
}
