import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useKeys } from './common/useKeys';
import { Finder } from './search/Finder';
import { useFound, useTicketView } from './search/useFound';

/** What people call a ticket, like `2-0042`. */
const NUMBER = /^\d+-\d+$/;

/** Finds tickets, customers and contacts from anywhere; `/` leads to it, and Enter shows all that fit. */
export function GlobalSearch() {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const { groups, none } = useFound(typed);
  const view = useTicketView();
  useKeys({ '/': () => field.current?.focus() });
  const go = (to: string) => {
    setTyped('');
    field.current?.blur();
    void navigate(to);
  };
  const all = () => {
    const q = typed.trim();
    if (!q) return;
    // Where only tickets were found, all of them are meant.
    const isTicket = NUMBER.test(q) || (groups.length === 1 && groups[0]?.choices.every(({ to }) => to?.startsWith('/console/tickets/')));
    go(isTicket ? `/console/tickets?view=${view}&q=${encodeURIComponent(q)}` : `/console/contacts?q=${encodeURIComponent(q)}`);
  };
  return (
    <search className="console-search">
      <Finder label={t('search.label')} hint={t('search.hint')} typed={typed} groups={groups} none={none ? t('search.none') : undefined} inputRef={field} onType={setTyped} onChoose={({ to }) => to && go(to)} onEnter={all} />
    </search>
  );
}
