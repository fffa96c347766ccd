import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { api, call } from '@/shared/api/client';
import type { RequestView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { Dialog } from '@/shared/ui/Dialog';
import { Empty } from '@/shared/ui/Empty';
import { MoreRows } from '@/shared/ui/MoreRows';
import { usePageTitle } from '@/shared/ui/usePageTitle';
import { useMessage } from '@/shared/ui/useMessage';

import { OrganisationLink } from '../common/names';
import { PageHead } from '../common/PageHead';
import { PageFailure, Refusal } from '../common/refusal';
import { useCommand } from '../common/useCommand';
import { PARTIES, partyQuery } from '../parties/party';
import { RejectDialog } from './RejectDialog';
import { REQUEST_STATES, requestList, REQUESTS, type RequestState } from './queries';

/** Requests to open accounts 外部账号开通申请: to decide, and decided (S002-9 to S002-14). */
export function RequestsPage() {
  const { t } = useTranslation('console');
  const [params, setParams] = useSearchParams();
  const state = REQUEST_STATES.find((one) => one === params.get('state')) ?? 'pending';
  usePageTitle(t('nav.requests'));
  return (
    <>
      <PageHead title={t('requests.title')} lead={t('requests.lead')} />
      <div className="filters">
        <Segmented
          aria-label={t('requests.states')}
          value={state}
          onChange={(value) => setParams(value === 'pending' ? {} : { state: value }, { replace: true })}
          options={REQUEST_STATES.map((value) => ({ value, label: t(`requestStates.${value}`) }))}
        />
      </div>
      <RequestList key={state} state={state} />
    </>
  );
}

function RequestList({ state }: { state: RequestState }) {
  const { t } = useTranslation('console');
  const list = useInfiniteQuery({ ...requestList(state), refetchInterval: state === 'pending' ? 30_000 : false });
  const [approving, setApproving] = useState<RequestView>();
  const [rejecting, setRejecting] = useState<RequestView>();
  if (list.isPending) return <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 6 }} /></div>;
  if (list.isError) return <PageFailure error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data.pages.flatMap((page) => page.items);
  return (
    <>
      {rows.length === 0 ? (
        <Empty title={t(`requests.none.${state}`)} hint={t('requests.noneHint')} />
      ) : (
        <ul className="panel rows">{rows.map((row) => <li key={row.request_id}><Row request={row} approve={setApproving} reject={setRejecting} /></li>)}</ul>
      )}
      <MoreRows list={list} />
      {approving ? <ApproveDialog request={approving} onClose={() => setApproving(undefined)} /> : null}
      {rejecting ? <RejectDialog request={rejecting} onClose={() => setRejecting(undefined)} /> : null}
    </>
  );
}

function Row({ request, approve, reject }: { request: RequestView; approve: (request: RequestView) => void; reject: (request: RequestView) => void }) {
  const { t } = useTranslation('console');
  const { dateTime, relative } = useFormat();
  const { decision } = request;
  return (
    <div className="request-row">
      <div className="request-text">
        <p className="request-who">
          <Link to={`/console/contacts/${request.contact_id}/account`}>{request.contact_name}</Link>
          <span className={`mark mark-request-${request.state}`}>{t(`requestStates.${request.state as RequestState}`)}</span>
        </p>
        <p className="request-remark">{request.remark}</p>
        <p className="cell-more">
          {t('requests.applied', { name: request.applicant.name })} <time dateTime={request.submitted_at} title={dateTime(request.submitted_at)}>{relative(request.submitted_at)}</time>
          {decision ? <> · {t(request.state === 'approved' ? 'requests.approvedBy' : 'requests.rejectedBy', { name: decision.by.name })} <time dateTime={decision.at}>{dateTime(decision.at)}</time></> : null}
        </p>
        {decision?.reason ? <p className="request-reason">{t('requests.reason', { reason: decision.reason })}</p> : null}
      </div>
      {request.may_decide ? (
        <span className="request-actions">
          <Button onClick={() => reject(request)} aria-label={t('actions.of', { action: t('requests.reject'), name: request.contact_name })}>{t('requests.reject')}</Button>
          <Button type="primary" onClick={() => approve(request)} aria-label={t('actions.of', { action: t('requests.approve'), name: request.contact_name })}>{t('requests.approve')}</Button>
        </span>
      ) : null}
    </div>
  );
}

/** Who gets the account: the name alone may be of several people. */
function Approved({ contactId }: { contactId: string }) {
  const { t } = useTranslation('console');
  const contact = useQuery(partyQuery('contact', contactId));
  if (contact.isPending) return <div aria-busy="true"><Skeleton active title={false} paragraph={{ rows: 3 }} /></div>;
  if (contact.isError) return <PageFailure error={contact.error} onRetry={() => void contact.refetch()} />;
  const { mobile, email } = contact.data;
  const none = <span className="none">{t('none')}</span>;
  return (
    <dl className="facts one approved-one">
      {'organisation_id' in contact.data ? <div className="fact"><dt>{t('fields.organisation_id')}</dt><dd><OrganisationLink id={contact.data.organisation_id} /></dd></div> : null}
      <div className="fact"><dt>{t('fields.mobile')}</dt><dd>{mobile ?? none}</dd></div>
      <div className="fact"><dt>{t('fields.email')}</dt><dd>{email ?? none}</dd></div>
    </dl>
  );
}

/** Approves: the account opens at once (S002-10, S002-13). */
function ApproveDialog({ request, onClose }: { request: RequestView; onClose: () => void }) {
  const { t } = useTranslation('console');
  const message = useMessage();
  const approve = useCommand(
    (_: Record<string, never>, header) => call(api.POST('/api/account-requests/{request_id}/approve', { params: { path: { request_id: request.request_id }, header } })),
    [REQUESTS, PARTIES],
  );
  const submit = () =>
    approve.mutate({}, {
      onSuccess: () => {
        void message.success(t('requests.approved', { name: request.contact_name }));
        onClose();
      },
    });
  const decided = approve.isError;
  return (
    <Dialog
      title={t('requests.approveOf', { name: request.contact_name })}
      okText={t('requests.approve')}
      confirmLoading={approve.isPending}
      onOk={submit}
      onCancel={onClose}
      footer={decided ? <Button type="primary" onClick={onClose}>{t('close')}</Button> : undefined}
    >
      <Refusal error={approve.error} />
      {decided ? null : <p className="dialog-lead">{t('requests.approveLead')}</p>}
      <Approved contactId={request.contact_id} />
      <p className="quote">{request.remark}</p>
    </Dialog>
  );
}
