import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';

import type { TicketView } from '@/shared/api/schema.gen';

import { useChosen } from './chosen';

/** Takes a ticket into what is chosen, where several are being chosen. */
export function Pick({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('console');
  const chosen = useChosen();
  if (!chosen?.on) return null;
  return <Checkbox className="line-pick" checked={chosen.tickets.has(ticket.ticket_id)} onChange={() => chosen.toggle(ticket)} aria-label={t('desk.bulk.choose', { title: ticket.title })} />;
}
