import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import { usePageTitle } from '@/shared/ui/usePageTitle';

import { AccountTab } from './AccountTab';
import { DevicesTab } from './DevicesTab';
import { PreferencesTab } from './PreferencesTab';
import { SecurityTab } from './SecurityTab';
import './me.css';

/** The personal centre (S001-24, S001-25). */
export function MePage() {
  const { t } = useTranslation('portal');
  const { tab = 'account' } = useParams();
  const navigate = useNavigate();
  usePageTitle(t('me.title'));
  const tabs = [
    { key: 'account', label: t('me.account'), children: <AccountTab /> },
    { key: 'security', label: t('me.security'), children: <SecurityTab /> },
    { key: 'devices', label: t('me.devices'), children: <DevicesTab /> },
    { key: 'preferences', label: t('me.preferences'), children: <PreferencesTab /> },
  ];
  return (
    <>
      <h1>{t('me.title')}</h1>
      <Tabs
        activeKey={tabs.some(({ key }) => key === tab) ? tab : 'account'}
        onChange={(key) => void navigate(`/me/${key}`, { replace: true })}
        items={tabs}
        destroyOnHidden
      />
    </>
  );
}
