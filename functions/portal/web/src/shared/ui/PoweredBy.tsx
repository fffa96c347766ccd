import { useTranslation } from 'react-i18next';

import { PRODUCT, useFace } from '@/shared/session/face';

import { Linked } from './Linked';

/** How the enterprise is reached, and, small, what its pages are made with. */
export function PoweredBy() {
  const { t } = useTranslation();
  const { face } = useFace();
  if (!face) return null;
  return (
    <footer className="powered-by">
      {face.contact ? <p>{t('face.contact')} <Linked text={face.contact} /></p> : null}
      <p>{t('face.poweredBy', { name: PRODUCT })}</p>
    </footer>
  );
}
