import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { NavLink, useParams } from 'react-router';

import { useLogout } from '@/shared/session/useMe';
import { Tabs } from '@/shared/ui/Tabs';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { AccountTab } from './AccountTab';
import { DevicesTab } from './DevicesTab';
import { PreferencesTab } from './PreferencesTab';
import { ProfileTab } from './ProfileTab';
import { SecurityTab } from './SecurityTab';
import './me.css';

/** The personal centre (S001-24, S001-25), below `base`: of customers in the portal, of staff in the console. */
export function MePage({ base = '' }: { base?: string }) {
  const { t } = useTranslation('me');
  const { tab = 'profile' } = useParams();
  const logout = useLogout();
  usePageTitle(t('title'));
  const tabs = [
    { key: 'profile', label: t('profile'), page: <ProfileTab /> },
    { key: 'account', label: t('account'), page: <AccountTab /> },
    { key: 'security', label: t('security'), page: <SecurityTab /> },
    { key: 'devices', label: t('devices.title'), page: <DevicesTab /> },
    { key: 'preferences', label: t('preferences'), page: <PreferencesTab /> },
  ];
  const shown = tabs.find(({ key }) => key === tab) ?? tabs[0];
  return (
    <>
      <h1 className="page-title me-title">{t('title')}</h1>
      <Tabs label={t('title')}>
        {tabs.map(({ key, label }) => <NavLink key={key} to={key === 'profile' ? `${base}/me` : `${base}/me/${key}`} end replace>{label}</NavLink>)}
      </Tabs>
      {shown?.page}
      <Button className="me-out" onClick={() => logout.mutate()}>{t('signOut')}</Button>
    </>
  );
}
