import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Select, Skeleton, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import type { DeliveryView, GetSilenceReportOutput } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { Empty } from '@/shared/ui/Empty';
import { MoreRows } from '@/shared/ui/MoreRows';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { PageFailure } from '../common/refusal';
import { heldList, silence, UNDELIVERED, type Undelivered } from './queries';
import { REASONS, useDeliveryColumns } from './useDeliveryColumns';

/** What was held back or came back, and the proof that nobody who left is written to. */
export function MessagesPage() {
  const { t } = useTranslation('console');
  const report = useQuery(silence());
  usePageTitle(t('nav.messages'));
  const head = <PageHead title={t('messages.title')} lead={t('messages.lead')} />;
  if (report.isError) return <>{head}<PageFailure error={report.error} onRetry={() => void report.refetch()} /></>;
  return (
    <>
      {head}
      {report.isPending ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 3 }} /></div> : <Report report={report.data} />}
      <Held />
    </>
  );
}

function Report({ report }: { report: GetSilenceReportOutput }) {
  const { t, i18n } = useTranslation('console');
  const { number, date } = useFormat();
  const silent = report.sent_to_stopped_in_30_days === 0;
  const held = Object.entries(report.held_back as Record<string, number>).filter(([, count]) => count > 0);
  return (
    <section className="panel proof" aria-labelledby="proof">
      <h2 id="proof">{t('messages.proof')}</h2>
      <div className="proof-figures">
        <p className={silent ? 'proof-good' : 'proof-bad'}><span className="figure">{number(report.sent_to_stopped_in_30_days)}</span><span>{t('messages.sentToStopped')}</span></p>
        {held.map(([reason, count]) => (
          <p key={reason}><span className="figure">{number(count)}</span><span>{t('messages.heldFor')} {i18n.exists(`reasons.${reason}`, { ns: 'console' }) ? i18n.t(`reasons.${reason}`, { ns: 'console', defaultValue: reason }) : reason}</span></p>
        ))}
      </div>
      <p className="note">{t('messages.period', { from: date(report.from), until: date(report.until) })} {report.complete ? null : t('messages.incomplete')}</p>
    </section>
  );
}

function Held() {
  const { t } = useTranslation('console');
  const [params, setParams] = useSearchParams();
  const state = UNDELIVERED.find((one) => one === params.get('state')) ?? 'held_back';
  const held = state === 'held_back';
  const reason = (held ? REASONS.find((one) => one === params.get('reason')) : undefined) ?? '';
  const list = useInfiniteQuery(heldList(state, reason));
  const columns = useDeliveryColumns();
  if (list.isError) return <PageFailure error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="held">
      <h2 id="held" className="section-title">{t('messages.held')}</h2>
      <div className="filters">
        <Select<Undelivered>
          className="filter-state"
          aria-label={t('deliveries.state')}
          value={state}
          onChange={(value) => setParams(value === 'held_back' ? {} : { state: value }, { replace: true })}
          options={UNDELIVERED.map((value) => ({ value, label: t(`deliveryStates.${value}`) }))}
        />
        {held ? (
          <Select
            className="filter-state"
            aria-label={t('messages.reason')}
            value={reason}
            onChange={(value) => setParams(value ? { reason: value } : {}, { replace: true })}
            options={[{ value: '', label: t('messages.anyReason') }, ...REASONS.map((value) => ({ value, label: t(`reasons.${value}`) }))]}
          />
        ) : null}
      </div>
      {list.isSuccess && rows.length === 0 ? (
        <Empty title={t(held ? 'messages.noneHeld' : 'messages.noneReturned')} hint={t(held ? 'messages.noneHeldHint' : 'messages.noneReturnedHint')} />
      ) : (
        <Table<DeliveryView> className="grid" rowKey={(one) => `${one.event_id} ${one.channel} ${one.identity_id}`} columns={columns} dataSource={rows} loading={list.isPending} pagination={false} />
      )}
      <MoreRows list={list} />
    </section>
  );
}
