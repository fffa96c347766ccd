import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { ApiError } from '@/shared/api/problem';
import type { TicketView } from '@/shared/api/schema.gen';
import { useAccount } from '@/shared/session/useMe';
import { useFaultText, useProblemText } from '@/shared/ui/problemText';
import { useMessage } from '@/shared/ui/useMessage';

import { methodsOf } from './draft';
import { type Method, TICKETS } from './queries';

/** How news of the ticket reaches the customer; he can change it (S001-10, F10). */
export function ReplyMethod({ ticket }: { ticket: TicketView }) {
  const { t } = useTranslation('portal');
  const message = useMessage();
  const problem = useProblemText();
  const fault = useFaultText();
  const me = useAccount();
  const client = useQueryClient();
  const set = useMutation({
    mutationFn: (reply_method: string) =>
      call(api.PUT('/api/tickets/{ticket_id}/reply-method', { params: { path: { ticket_id: ticket.ticket_id } }, body: { reply_method } })),
    onError: (error) => {
      const first = error instanceof ApiError ? error.fields[0] : undefined;
      void message.error(first ? fault(first) : problem(error));
    },
    onSettled: () => client.invalidateQueries({ queryKey: TICKETS }),
  });
  return (
    <Select
      className="facts-select"
      value={set.isPending ? set.variables : ticket.reply_method}
      onChange={(value) => set.mutate(value)}
      disabled={set.isPending}
      aria-label={t('ticket.replyMethod')}
      options={[...new Set([...methodsOf(me.account), ticket.reply_method as Method])].map((value) => ({ value, label: t(`replyMethods.${value}`) }))}
    />
  );
}
