import { DeleteOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { DraftView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { ConfirmButton } from '@/shared/ui/ConfirmButton';
import { Empty } from '@/shared/ui/Empty';
import { Failure } from '@/shared/ui/Failure';
import { MoreRows } from '@/shared/ui/MoreRows';
import { useProblemText } from '@/shared/ui/problemText';
import { StateTag } from '@/shared/ui/StateTag';
import { useMessage } from '@/shared/ui/useMessage';

import { usePortal } from '../usePortal';
import { drafts, TICKETS } from './queries';

/** The drafts 草稿工单: one opens in the form that it was written in (S001-12, S001-13). */
export function DraftList() {
  const { t } = useTranslation(['portal', 'common']);
  const { newTicket } = usePortal();
  const list = useInfiniteQuery(drafts());
  if (list.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 3 }} /></div>;
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <Empty title={t('drafts.none')} hint={t('drafts.noneHint')} />;
  return (
    <>
      <ul className="panel rows">
        {rows.map((draft) => <li key={draft.ticket_id} className="draft-row"><Row draft={draft} onOpen={() => newTicket(draft)} /></li>)}
      </ul>
      <MoreRows list={list} />
    </>
  );
}

function Row({ draft, onOpen }: { draft: DraftView; onOpen: () => void }) {
  const { t } = useTranslation(['portal', 'common']);
  const message = useMessage();
  const text = useProblemText();
  const { relative } = useFormat();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(api.DELETE('/api/drafts/{ticket_id}', { params: { path: { ticket_id: draft.ticket_id } } })),
    onError: (error) => void message.error(text(error)),
    onSettled: () => client.invalidateQueries({ queryKey: [...TICKETS, 'drafts'] }),
  });
  const title = draft.title ?? t('drafts.untitled');
  return (
    <>
      <button type="button" className="ticket-row" onClick={onOpen}>
        <span className="ticket-row-text">
          <span className="ticket-row-title">{title}</span>
          <span className="ticket-row-more"><time dateTime={draft.changed_at}>{t('drafts.changed', { ago: relative(draft.changed_at) })}</time></span>
        </span>
        <StateTag state="draft" />
      </button>
      <ConfirmButton question={t('drafts.sure')} okText={t('drafts.delete')} button={{ type: 'text', icon: <DeleteOutlined />, 'aria-label': t('drafts.deleteOf', { title }) }} onConfirm={() => remove.mutate()} />
    </>
  );
}
