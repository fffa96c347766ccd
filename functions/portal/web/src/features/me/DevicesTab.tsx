import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { SessionView } from '@/shared/api/schema.gen';
import { deviceName } from '@/shared/format/deviceName';
import { useFormat } from '@/shared/format/useFormat';
import { ConfirmButton } from '@/shared/ui/ConfirmButton';
import { Failure } from '@/shared/ui/Failure';
import { MoreRows } from '@/shared/ui/MoreRows';
import { useProblemText } from '@/shared/ui/problemText';
import { useMessage } from '@/shared/ui/useMessage';

const SESSIONS = ['sessions'] as const;
const PAGE = 20;

/** Where the account is signed in; each device can be signed out (S003-19, F27). */
export function DevicesTab() {
  const { t } = useTranslation(['me', 'common']);
  const message = useMessage();
  const text = useProblemText();
  const client = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: SESSIONS,
    queryFn: ({ pageParam }) => call(api.GET('/api/sessions', { params: { query: { limit: PAGE, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const settled = {
    onError: (error: unknown) => void message.error(text(error)),
    onSuccess: () => void message.success(t('devices.ended')),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS }),
  };
  const end = useMutation({
    mutationFn: (id: string) => call(api.DELETE('/api/sessions/{session_id}', { params: { path: { session_id: id } } })),
    ...settled,
  });
  const endOthers = useMutation({ mutationFn: () => call(api.DELETE('/api/sessions')), ...settled });
  if (list.isPending) return <div className="panel" aria-busy="true"><Skeleton active /></div>;
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />;
  const sessions = list.data.pages.flatMap((page) => page.items);
  return (
    <section className="panel" aria-labelledby="me-devices">
      <div className="panel-head">
        <h2 id="me-devices">{t('devices.title')}</h2>
        {sessions.length > 1 ? (
          <ConfirmButton question={t('devices.sureOthers')} okText={t('devices.end')} button={{ loading: endOthers.isPending }} onConfirm={() => endOthers.mutate()}>{t('devices.endOthers')}</ConfirmButton>
        ) : null}
      </div>
      <ul className="devices">
        {sessions.map((session) => <li key={session.session_id}><Device session={session} onEnd={() => end.mutate(session.session_id)} /></li>)}
      </ul>
      <MoreRows list={list} />
      <p className="me-note">{t('devices.note')}</p>
    </section>
  );
}

function Device({ session, onEnd }: { session: SessionView; onEnd: () => void }) {
  const { t } = useTranslation('me');
  const { relative, dateTime } = useFormat();
  const name = deviceName(session.device) ?? t('devices.unknown');
  return (
    <>
      <span className="device-text">
        <b>{name}{session.current ? <span className="device-current">{t('devices.current')}</span> : null}</b>
        <span>{session.source} · {t('devices.seen', { ago: relative(session.last_seen_at) })}</span>
        <span>{t('devices.since', { at: dateTime(session.created_at) })}</span>
      </span>
      {session.current ? null : <Button onClick={onEnd} aria-label={t('devices.endThis', { name })}>{t('devices.end')}</Button>}
    </>
  );
}
