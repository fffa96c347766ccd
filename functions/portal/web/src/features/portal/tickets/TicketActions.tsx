import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { useIdempotencyKey } from '@/shared/api/once';
import type { GetTicketOutput } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { ConfirmButton } from '@/shared/ui/ConfirmButton';
import { useProblemText } from '@/shared/ui/problemText';
import { useMessage } from '@/shared/ui/useMessage';

import { TICKETS } from './queries';
import { ShareDialog } from './ShareDialog';

/** What the submitter can do: share it; and while it waits, urge and withdraw (decision 7). */
export function TicketActions({ ticket }: { ticket: GetTicketOutput }) {
  const { t } = useTranslation(['portal', 'common']);
  const message = useMessage();
  const text = useProblemText();
  const { relative } = useFormat();
  const client = useQueryClient();
  const once = useIdempotencyKey();
  const params = (what: string) => ({ params: { path: { ticket_id: ticket.ticket_id }, header: once.keyFor(what) } });
  const settled = {
    onError: (error: unknown) => void message.error(text(error)),
    onSettled: async () => {
      once.done();
      await client.invalidateQueries({ queryKey: TICKETS });
    },
  };
  const urge = useMutation({
    mutationFn: () => call(api.POST('/api/tickets/{ticket_id}/urge', params('urge'))),
    onSuccess: () => void message.success(t('ticket.urged')),
    ...settled,
  });
  const withdraw = useMutation({
    mutationFn: () => call(api.POST('/api/tickets/{ticket_id}/withdraw', params('withdraw'))),
    onSuccess: () => void message.success(t('ticket.withdrawn')),
    ...settled,
  });
  const [sharing, setSharing] = useState(false);
  const [urges, withdraws, shares] = ['urge', 'withdraw', 'share'].map((action) => ticket.actions.includes(action));
  if (!urges && !withdraws && !shares) return null;
  return (
    <div className="ticket-actions">
      {urges ? <Button onClick={() => urge.mutate()} loading={urge.isPending}>{t('ticket.urge')}</Button> : null}
      {shares ? <Button onClick={() => setSharing(true)}>{t('share.share')}</Button> : null}
      {withdraws ? <ConfirmButton question={t('ticket.withdrawSure')} hint={t('ticket.withdrawHint')} okText={t('ticket.withdraw')} button={{ loading: withdraw.isPending }} onConfirm={() => withdraw.mutate()}>{t('ticket.withdraw')}</ConfirmButton> : null}
      {shares ? <ShareDialog ticketId={ticket.ticket_id} open={sharing} onClose={() => setSharing(false)} /> : null}
      {urges && ticket.urged ? <span className="ticket-urged">{t('ticket.urgedAt', { ago: relative(ticket.urged.at) })}</span> : null}
    </div>
  );
}
