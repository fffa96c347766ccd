import { LogoutOutlined, QuestionCircleOutlined, SwapOutlined, UserOutlined } from '@ant-design/icons';
import type { MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { identityName, useIdentityMark } from '@/shared/session/useIdentityMark';
import { useAccount, useLogout, useSwitchIdentity } from '@/shared/session/useMe';
import { Avatar } from '@/shared/ui/Avatar';
import { useProblemText } from '@/shared/ui/problemText';
import { Menu } from '@/shared/ui/Menu';
import { useMessage } from '@/shared/ui/useMessage';

/** The avatar with its menu, and at its corner the identities, if there are several (S000-10, S001-4). */
export function AccountMenu() {
  const { t } = useTranslation('portal');
  const me = useAccount();
  const navigate = useNavigate();
  const logout = useLogout();
  const items: MenuProps['items'] = [
    { key: 'who', type: 'group', label: <span className="menu-who"><b>{me.account.name}</b><span>{me.active_identity.tenant_name}</span></span> },
    { key: 'me', icon: <UserOutlined />, label: t('account.centre'), onClick: () => void navigate('/me') },
    { key: 'guide', icon: <QuestionCircleOutlined />, label: t('account.guide'), onClick: () => void navigate('/guide') },
    { key: 'logout', icon: <LogoutOutlined />, label: t('account.logout'), onClick: () => logout.mutate() },
  ];
  return (
    <span className="avatar-corner">
      <Menu className="avatar-button" label={t('account.menu', { name: me.account.name })} menu={{ items }}>
        <Avatar name={me.account.name} identityId={me.active_identity.identity_id} tag={me.account.avatar} />
      </Menu>
      {me.identities.length > 1 ? <IdentitySwitcher /> : null}
    </span>
  );
}

function IdentitySwitcher() {
  const { t } = useTranslation('portal');
  const me = useAccount();
  const text = useProblemText();
  const message = useMessage();
  const mark = useIdentityMark();
  const choose = useSwitchIdentity();
  const navigate = useNavigate();
  const change = (id: string) => {
    if (id === me.active_identity.identity_id) return;
    const chosen = me.identities.find((one) => one.identity_id === id);
    choose.mutate(id, {
      onSuccess: (session) => {
        void message.success(t('account.switched', { name: chosen ? identityName(chosen) : '' }));
        void navigate(session.landing === 'console' ? '/console' : '/');
      },
      onError: (error) => void message.error(text(error)),
    });
  };
  const items: MenuProps['items'] = [
    {
      key: 'title',
      type: 'group',
      label: t('account.identities'),
      children: me.identities.map((identity) => ({
        key: identity.identity_id,
        disabled: identity.state !== 'active',
        label: (
          <span className="identity-row">
            <span>{identity.tenant_name}</span>
            <span className="identity-mark">{mark(identity)}</span>
          </span>
        ),
      })),
    },
  ];
  return (
    <Menu
      className="identity-switch"
      label={t('account.switch', { name: identityName(me.active_identity) })}
      icon={<SwapOutlined aria-hidden />}
      disabled={choose.isPending}
      menu={{ items, selectable: true, selectedKeys: [me.active_identity.identity_id], onClick: ({ key }) => change(key) }}
    />
  );
}
