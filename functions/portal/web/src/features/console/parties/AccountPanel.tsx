import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat } from '@/shared/format/useFormat';

import { AccountMark } from './AccountMark';
import { actionsOf, isDangerous, type Party, type PartyAction } from './party';

/** The account tab 账号信息: the state, and what can be done in it (S002-5, S002-6, S002-8, S002-14). */
export function AccountPanel({ party, start }: { party: Party; start: (action: PartyAction, party: Party) => void }) {
  const { t } = useTranslation('console');
  const { dateTime } = useFormat();
  const { account } = party;
  if (!account) return null;
  const actions = actionsOf(account);
  const [harmless, dangerous] = [actions.filter((action) => !isDangerous(action)), actions.filter(isDangerous)];
  const managed = account.state === 'open' || account.state === 'offboarded';
  return (
    <section className="panel" aria-labelledby="account">
      <h2 id="account">{t('party.account')}</h2>
      {account.rejection ? (
        <div className="form-alert"><Alert showIcon type="warning" title={t('accountTab.rejected', { at: dateTime(account.rejection.at) })} description={account.rejection.reason} /></div>
      ) : null}
      <dl className="facts">
        <div className="fact"><dt>{t('parties.accountState')}</dt><dd><AccountMark account={account} /></dd></div>
        <div className="fact"><dt>{t('open.login')}</dt><dd className={account.login ? 'mono' : 'none'}>{account.login ?? t('none')}</dd></div>
      </dl>
      <p className="account-says">
        {t(`accountTab.${sentence(party)}`)} {account.state === 'pending' ? <Link to="/console/account-requests">{t('accountTab.toRequests')}</Link> : null}
      </p>
      {managed && actions.length === 0 ? <p className="note">{t('accountTab.notYours')}</p> : null}
      {harmless.length > 0 ? (
        <p className="account-actions">
          {harmless.map((action) => (
            <Button key={action} type={action === 'open' || action === 'request' || action === 'rehire' ? 'primary' : 'default'} onClick={() => start(action, party)}>
              {t(action === 'open' ? 'actions.openAccount' : `actions.${action}`)}
            </Button>
          ))}
        </p>
      ) : null}
      {dangerous.length > 0 ? (
        <div className="account-danger">
          <h3>{t('accountTab.danger')}</h3>
          <p className="account-actions">{dangerous.map((action) => <Button key={action} danger onClick={() => start(action, party)}>{t(`actions.${action}`)}</Button>)}</p>
        </div>
      ) : null}
    </section>
  );
}

function sentence({ account }: Party): 'none' | 'noneApply' | 'noneDenied' | 'pending' | 'open' | 'offboarded' | 'waiting' {
  if (account?.state === 'open' && account.waiting) return 'waiting';
  if (account?.state === 'pending' || account?.state === 'open' || account?.state === 'offboarded') return account.state;
  if (account?.may_open) return 'none';
  return account?.may_request ? 'noneApply' : 'noneDenied';
}
