import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';

import { EnrolSecondFactor } from '@/shared/session/EnrolSecondFactor';
import { useLogout } from '@/shared/session/useMe';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { useStep } from './useStep';

/** A second factor for those who may not be without one: administrators (S003-18). */
export function EnrolPage() {
  const { t } = useTranslation('login');
  const step = useStep('/login/enrol');
  const logout = useLogout();
  usePageTitle(t('enrol.title'));
  if (step.show === 'wait') return <PageSkeleton />;
  if (step.show === 'other') return <Navigate to={step.to} replace state={step.state} />;
  return (
    <>
      <h1>{t('enrol.title')}</h1>
      <p className="login-lead">{t('enrol.lead')}</p>
      <EnrolSecondFactor />
      <p className="login-more"><Button type="link" onClick={() => logout.mutate()}>{t('first.other')}</Button></p>
    </>
  );
}
