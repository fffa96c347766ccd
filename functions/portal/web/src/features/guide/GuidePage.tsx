import { useTranslation } from 'react-i18next';

import { useFace } from '@/shared/session/face';
import { type Reader, readersOf } from '@/shared/session/readers';
import { useAccount } from '@/shared/session/useMe';
import { Linked } from '@/shared/ui/Linked';
import { usePageTitle } from '@/shared/ui/usePageTitle';

import { PARTS } from './parts';
import './guide.css';

/** How the pages are used, in a page: for customers in the portal, for staff in the console. */
export function GuidePage() {
  const { t } = useTranslation('guide');
  const { rights } = useAccount();
  const { face } = useFace();
  usePageTitle(t('title'));
  return (
    <div className="guide">
      <h1 className="page-title">{t('title')}</h1>
      {readersOf(rights).map((reader) => <Guide key={reader} reader={reader} />)}
      {face?.help ? <section className="panel" aria-labelledby="guide-help"><h2 id="guide-help">{t('needHelp')}</h2><p className="guide-text"><Linked text={face.help} /></p></section> : null}
    </div>
  );
}

function Guide({ reader }: { reader: Reader }) {
  const { t } = useTranslation('guide');
  return PARTS[reader].map((part) => {
    const id = `guide-${reader}-${part}`;
    return (
      <section key={part} className="panel" aria-labelledby={id}>
        <h2 id={id}>{t(`${reader}.${part}.title` as 'customer.submit.title')}</h2>
        <p className="guide-text">{t(`${reader}.${part}.text` as 'customer.submit.text')}</p>
      </section>
    );
  });
}
