import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { SearchField } from '../common/SearchField';

/** What is looked for in a list; it is in the address. */
export function useSearched(): { q: string; look: (text: string) => void; clear: () => void } {
  const [params, setParams] = useSearchParams();
  const look = (text: string) => setParams(text ? { q: text } : {}, { replace: true });
  return { q: params.get('q') ?? '', look, clear: () => look('') };
}

/** Looks for a part of a name in a list. */
export function SearchBar({ label, hint }: { label: string; hint: string }) {
  const { t } = useTranslation('console');
  const { q, look, clear } = useSearched();
  return (
    <div className="filters">
      <SearchField q={q} label={label} hint={hint} onSearch={look} />
      {q ? <Button type="link" onClick={clear}>{t('clear')}</Button> : null}
    </div>
  );
}
