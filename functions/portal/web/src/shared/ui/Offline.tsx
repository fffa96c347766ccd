import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Says that the device is offline, for as long as it is. */
export function Offline() {
  const { t } = useTranslation();
  const [online, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const follow = () => setOnline(navigator.onLine);
    addEventListener('online', follow);
    addEventListener('offline', follow);
    return () => {
      removeEventListener('online', follow);
      removeEventListener('offline', follow);
    };
  }, []);
  return <div role="status">{online ? null : <p className="offline">{t('offline')}</p>}</div>;
}
