import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { readersOf } from '@/shared/session/readers';
import { useAccount } from '@/shared/session/useMe';
import { store, stored } from '@/shared/stored';

/** What one does first, until it was read: on this device, as this identity. The guide stays where it is. */
export function FirstHint({ guide }: { guide: string }) {
  const { t } = useTranslation();
  const me = useAccount();
  const key = `foyer.hint.${me.active_identity.identity_id}`;
  const [read, setRead] = useState(() => stored(key) !== null);
  const reader = readersOf(me.rights)[0];
  if (read || !reader) return null;
  const dismiss = () => {
    store(key, 'read');
    setRead(true);
    document.getElementById('content')?.focus();
  };
  return (
    <section className="panel first-hint" aria-labelledby="first-hint">
      <h2 id="first-hint">{t(`hints.${reader}.title`)}</h2>
      <ol>
        <li>{t(`hints.${reader}.one`)}</li>
        <li>{t(`hints.${reader}.two`)}</li>
        <li>{t(`hints.${reader}.three`)}</li>
      </ol>
      <p className="first-hint-actions"><Button type="primary" onClick={dismiss}>{t('hints.dismiss')}</Button> <Link to={guide}>{t('hints.open')}</Link></p>
    </section>
  );
}
