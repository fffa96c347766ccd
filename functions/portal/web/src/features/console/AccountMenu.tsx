import { LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { identityName, useIdentityMark } from '@/shared/session/useIdentityMark';
import { useAccount, useLogout, useSwitchIdentity } from '@/shared/session/useMe';
import { Avatar } from '@/shared/ui/Avatar';
import { useMessage } from '@/shared/ui/useMessage';

import { useRefusalText } from './common/refusal';

/** Who is here, as whom, and the way to another identity or out (S004-6). */
export function AccountMenu() {
  const { t } = useTranslation('console');
  const me = useAccount();
  const navigate = useNavigate();
  const logout = useLogout();
  const change = useChange();
  const mark = useIdentityMark();
  const current = me.active_identity;
  const others: MenuProps['items'] =
    me.identities.length > 1
      ? [
          {
            key: 'identities',
            type: 'group',
            label: t('account.identities'),
            children: me.identities.map((identity) => ({
              key: identity.identity_id,
              disabled: identity.state !== 'active',
              label: (
                <span className="menu-identity">
                  <span>{identity.tenant_name}</span>
                  <span className="menu-mark">{mark(identity)}</span>
                </span>
              ),
              onClick: () => change(identity.identity_id),
            })),
          },
          { type: 'divider' },
        ]
      : [];
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: <span className="menu-who"><b>{me.account.name}</b><span>{current?.tenant_name}</span></span> },
    ...others,
    { key: 'me', icon: <UserOutlined />, label: t('account.centre'), onClick: () => void navigate('/console/me') },
    { key: 'guide', icon: <QuestionCircleOutlined />, label: t('account.guide'), onClick: () => void navigate('/console/guide') },
    { key: 'logout', icon: <LogoutOutlined />, label: t('account.logout'), onClick: () => logout.mutate() },
  ];
  return (
    <Dropdown trigger={['click']} placement="bottomRight" menu={{ items, selectedKeys: current ? [current.identity_id] : [] }}>
      <Button type="text" className="account-button" aria-haspopup="menu">
        <Avatar name={me.account.name} identityId={current.identity_id} tag={me.account.avatar} />
        <span className="account-names"><b>{me.account.name}</b> <span>{current?.tenant_name}</span></span>
        <span className="visually-hidden">{t('account.menu')}</span>
      </Button>
    </Dropdown>
  );
}

function useChange(): (identityId: string) => void {
  const { t } = useTranslation('console');
  const me = useAccount();
  const navigate = useNavigate();
  const text = useRefusalText();
  const message = useMessage();
  const choose = useSwitchIdentity();
  return (identityId) => {
    if (identityId === me.active_identity?.identity_id) return;
    const chosen = me.identities.find((one) => one.identity_id === identityId);
    choose.mutate(identityId, {
      onSuccess: (session) => {
        void message.success(t('account.switched', { name: chosen ? identityName(chosen) : '' }));
        void navigate(session.landing === 'console' ? '/console' : '/');
      },
      onError: (error) => void message.error(text(error)),
    });
  };
}
