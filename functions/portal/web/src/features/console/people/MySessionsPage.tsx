import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { SessionView } from '@/shared/api/schema.gen';
import { deviceName } from '@/shared/format/deviceName';
import { usePageTitle } from '@/shared/ui/usePageTitle';
import { useMessage } from '@/shared/ui/useMessage';

import { MoreRows } from '../common/MoreRows';
import { PageHead } from '../common/PageHead';
import { PageFailure, useRefusalText } from '../common/refusal';

import { sessionList, SESSIONS } from './queries';
import { SessionList } from './SessionList';

/** The own sessions and devices: one, or all others, can be ended (S003-19). */
export function MySessionsPage() {
  const { t } = useTranslation('console');
  const list = useInfiniteQuery(sessionList());
  const { one, others } = useEnding();
  usePageTitle(t('sessions.title'));
  const sessions = list.data?.pages.flatMap((page) => page.items) ?? [];
  const endOthers = (
    <Popconfirm title={t('sessions.othersSure')} okText={t('sessions.others')} onConfirm={() => others.mutate()}>
      <Button loading={others.isPending}>{t('sessions.others')}</Button>
    </Popconfirm>
  );
  const end = (session: SessionView) =>
    session.current ? null : (
      <Button size="small" onClick={() => one.mutate(session.session_id)} aria-label={t('actions.of', { action: t('sessions.end'), name: deviceName(session.device) ?? t('sessions.unknown') })}>{t('sessions.end')}</Button>
    );
  return (
    <>
      <PageHead title={t('sessions.title')} lead={t('sessions.lead')} actions={sessions.length > 1 ? endOthers : undefined} />
      {list.isPending ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 3 }} /></div> : null}
      {list.isError ? <PageFailure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess ? <SessionList sessions={sessions} action={end} /> : null}
      <MoreRows list={list} />
    </>
  );
}

function useEnding() {
  const { t } = useTranslation('console');
  const message = useMessage();
  const client = useQueryClient();
  const text = useRefusalText();
  const after = {
    onSuccess: () => void message.success(t('sessions.ended')),
    onError: (error: unknown) => void message.error(text(error)),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  };
  const one = useMutation({ mutationFn: (id: string) => call(api.DELETE('/api/sessions/{session_id}', { params: { path: { session_id: id } } })), ...after });
  const others = useMutation({ mutationFn: () => call(api.DELETE('/api/sessions')), ...after });
  return { one, others };
}
