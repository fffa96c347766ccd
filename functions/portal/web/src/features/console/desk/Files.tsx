import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Attachments } from '@/features/attachments/Attachments';
import type { GetTicketOutput } from '@/shared/api/schema.gen';

import { TICKETS } from './queries';

/** The files of a ticket. Who has it attaches for the customer, and who submitted it; others for staff alone (F37). */
export function Files({ ticket }: { ticket: GetTicketOutput }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [forCustomer, forStaff] = ['attach', 'attach_internal'].map((name) => ticket.actions.includes(name));
  const target = forCustomer || forStaff ? () => Promise.resolve(ticket.ticket_id) : undefined;
  return (
    <section className="panel" aria-labelledby="ticket-files">
      <h2 id="ticket-files">{t('attachments.title')}</h2>
      <Attachments attachments={ticket.attachments} ticketId={ticket.ticket_id} target={target} staff={forStaff} internalOnly={!forCustomer} onChanged={() => client.invalidateQueries({ queryKey: TICKETS })} />
    </section>
  );
}
