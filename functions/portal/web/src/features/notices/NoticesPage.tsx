import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { api, call } from '@/shared/api/client';
import type { NoticeView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { Failure } from '@/shared/ui/Failure';
import { MoreRows } from '@/shared/ui/MoreRows';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { notices, NOTICES } from './queries';
import { useNoticeText } from './useNoticeText';
import './notices.css';

/** The own notices, newest first. Links lead below `base`: the console has the same pages under its own. */
export function NoticesPage({ base = '' }: { base?: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useInfiniteQuery(notices());
  usePageTitle(t('notices.title'));
  const refresh = () => client.invalidateQueries({ queryKey: NOTICES });
  const readAll = useMutation({ mutationFn: () => call(api.POST('/api/notices/read')), onSettled: refresh });
  const read = useMutation({
    mutationFn: (id: string) => call(api.POST('/api/notices/{notice_id}/read', { params: { path: { notice_id: id } } })),
    onSettled: refresh,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="panel-head">
        <h1 className="page-title">{t('notices.title')}</h1>
        {rows.some((row) => row.unread) ? <Button onClick={() => readAll.mutate()} loading={readAll.isPending}>{t('notices.readAll')}</Button> : null}
      </div>
      {list.isPending ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 4 }} /></div> : null}
      {list.isError ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.data && rows.length === 0 ? <Empty title={t('notices.none')} hint={t('notices.noneHint')} /> : null}
      {rows.length > 0 ? (
        <ul className="panel rows">
          {rows.map((row) => <li key={row.notice_id}><Notice notice={row} base={base} onOpen={() => row.unread && read.mutate(row.notice_id)} /></li>)}
        </ul>
      ) : null}
      <MoreRows list={list} />
    </>
  );
}

function Notice({ notice, base, onOpen }: { notice: NoticeView; base: string; onOpen: () => void }) {
  const { t } = useTranslation();
  const { relative } = useFormat();
  const text = useNoticeText();
  return (
    <Link to={`${base}${notice.link}`} onClick={onOpen} className={`notice${notice.unread ? ' notice-unread' : ''}`}>
      <span className="notice-text">{notice.unread ? <span className="visually-hidden">{t('notices.unread')} </span> : null}{text(notice)}</span>
      <time dateTime={notice.at}>{relative(notice.at)}</time>
    </Link>
  );
}
