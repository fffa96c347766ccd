import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

/** What is looked for in a list; it is in the address. */
export function useSearched(): { q: string; look: (text: string) => void; clear: () => void } {
  const [params, setParams] = useSearchParams();
  const look = (text: string) => setParams(text.trim() ? { q: text.trim() } : {}, { replace: true });
  return { q: params.get('q') ?? '', look, clear: () => look('') };
}

/** Looks for a part of a name in a list. */
export function SearchBar({ label, hint }: { label: string; hint: string }) {
  const { t } = useTranslation('console');
  const { q, look, clear } = useSearched();
  return (
    <div className="filters">
      <Input.Search key={q} className="filter-search" allowClear defaultValue={q} maxLength={100} placeholder={hint} aria-label={label} onSearch={look} />
      {q ? <Button type="link" onClick={clear}>{t('clear')}</Button> : null}
    </div>
  );
}
