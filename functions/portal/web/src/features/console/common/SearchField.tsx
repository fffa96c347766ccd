import { Input } from 'antd';

/** A field that looks for `q`, and for what is typed when Enter is pressed. `hint` stands in it, `label` names it. */
export function SearchField({ q, label, hint, onSearch }: { q: string; label: string; hint: string; onSearch: (text: string) => void }) {
  return <Input.Search key={q} className="filter-search" allowClear defaultValue={q} maxLength={100} placeholder={hint} aria-label={label} onSearch={(text) => onSearch(text.trim())} />;
}
