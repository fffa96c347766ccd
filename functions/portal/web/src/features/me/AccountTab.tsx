import { useTranslation } from 'react-i18next';

import { useIdentityMark } from '@/shared/session/useIdentityMark';
import { useAccount } from '@/shared/session/useMe';

import { Addresses } from './Addresses';
import { Offers } from './Offers';

/** Account information: names to log in with, phone and email (S001-24, S004-15). */
export function AccountTab() {
  const { t } = useTranslation('me');
  const me = useAccount();
  const mark = useIdentityMark();
  return (
    <>
      <section className="panel" aria-labelledby="me-account">
        <h2 id="me-account">{t('account')}</h2>
        <dl className="me-facts">
          <dt>{t('logins')}</dt>
          <dd>{me.account.logins.map((login) => <span key={login}>{login}</span>)}</dd>
          <dt>{t('identities')}</dt>
          <dd>{me.identities.map((identity) => <span key={identity.identity_id}>{identity.tenant_name} · {mark(identity)}</span>)}</dd>
        </dl>
      </section>
      <Offers />
      <Addresses />
    </>
  );
}
