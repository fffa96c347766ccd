import { useInfiniteQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { ConfirmButton } from '@/shared/ui/ConfirmButton';
import { Empty } from '@/shared/ui/Empty';
import { MoreRows } from '@/shared/ui/MoreRows';
import { useMessage } from '@/shared/ui/useMessage';

import { PageFailure, useRefusalText } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { PARTIES } from '../parties/party';
import { sessionList, SESSIONS } from './queries';
import { SessionList } from './SessionList';

/** The sessions of somebody, and the way to end them all at once and have the password replaced (S003-19). */
export function SessionsPanel({ identityId, name }: { identityId: string; name: string }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const text = useRefusalText();
  const list = useInfiniteQuery(sessionList(identityId));
  const kick = useCommand(
    (_: Record<string, never>, header) => call(api.POST('/api/identities/{identity_id}/sign-out', { params: { path: { identity_id: identityId }, header } })),
    [SESSIONS, PARTIES],
  );
  const end = () => kick.mutate({}, { onSuccess: () => void message.success(t('sessions.kicked', { name })), onError: (error) => void message.error(text(error)) });
  if (list.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 3 }} /></div>;
  if (list.isError) return <PageFailure error={list.error} onRetry={() => void list.refetch()} />;
  const sessions = list.data.pages.flatMap((page) => page.items);
  if (sessions.length === 0) return <Empty title={t('sessions.none')} hint={t('sessions.noneHint')} />;
  return (
    <>
      <div className="panel-actions"><ConfirmButton question={t('sessions.kickOf', { name })} hint={t('sessions.kickLead')} okText={t('sessions.kick')} button={{ danger: true, loading: kick.isPending }} onConfirm={end}>{t('sessions.kick')}</ConfirmButton></div>
      <SessionList sessions={sessions} />
      <MoreRows list={list} />
    </>
  );
}
