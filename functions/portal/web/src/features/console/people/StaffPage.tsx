import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { StaffView } from '@/shared/api/schema.gen';
import { Avatar } from '@/shared/ui/Avatar';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PageHead } from '../common/PageHead';
import { staffList } from '../common/queries';
import { PageFailure } from '../common/refusal';
import { SessionsPanel } from './SessionsPanel';

/** The people who work here, with their sessions and what they did. */
export function StaffPage() {
  const { t } = useTranslation('console');
  const staff = useQuery(staffList());
  const [shown, setShown] = useState<StaffView>();
  usePageTitle(t('nav.staff'));
  return (
    <>
      <PageHead title={t('staff.title')} lead={t('staff.lead')} />
      {staff.isPending ? <div className="panel" aria-busy="true"><Skeleton active paragraph={{ rows: 5 }} /></div> : null}
      {staff.isError ? <PageFailure error={staff.error} onRetry={() => void staff.refetch()} /> : null}
      {staff.data ? (
        <ul className="panel rows">
          {staff.data.map((one) => (
            <li key={one.identity_id} className="session-row">
              <span className="person"><Avatar name={one.name} identityId={one.identity_id} /><b>{one.name}</b>{one.state === 'active' ? null : <span className="left-mark">{t('leftMark')}</span>}</span>
              <span className="row-actions">
                <Link to={`/console/audit?actor=${one.identity_id}`} aria-label={t('actions.of', { action: t('staff.audit'), name: one.name })}>{t('staff.audit')}</Link>
                <Button size="small" onClick={() => setShown(one)} aria-label={t('actions.of', { action: t('staff.sessions'), name: one.name })}>{t('staff.sessions')}</Button>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <Drawer open={shown !== undefined} onClose={() => setShown(undefined)} size="min(560px, 100vw)" title={shown ? t('staff.sessionsOf', { name: shown.name }) : null} destroyOnHidden>
        {shown ? <SessionsPanel identityId={shown.identity_id} name={shown.name} /> : null}
      </Drawer>
    </>
  );
}
