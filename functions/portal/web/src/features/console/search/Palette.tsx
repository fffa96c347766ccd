import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { useLogout } from '@/shared/session/useMe';
import { Dialog } from '@/shared/ui/Dialog';

import { usePages } from '../pages';
import { useOffered } from './commands';
import { type Choice, Finder, type Group } from './Finder';
import { useFound } from './useFound';

/** Everything that can be opened or found, by typing (Ctrl+K). */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const found = useFound(typed);
  const pages = usePages();
  const offered = useOffered();
  const logout = useLogout();
  useEffect(() => field.current?.focus(), []);
  const wanted = typed.trim().toLowerCase();
  const open: Group[] = pages
    .map(({ label, entries }) => ({ label, choices: entries.filter((one) => one.label.toLowerCase().includes(wanted)).map((one) => ({ key: one.to, label: one.label, to: one.to })) }))
    .filter(({ choices }) => choices.length > 0);
  const can: Choice[] = [
    ...offered.map(({ key, label, shortcut, run }) => ({ key: `do-${key}`, label, more: shortcut, run })),
    { key: 'new-contact', label: t('parties.newContact'), to: '/console/contacts?new=1' },
    { key: 'new-customer', label: t('parties.newCustomer'), to: '/console/customers?new=1' },
    { key: 'logout', label: t('account.logout'), run: () => logout.mutate() },
  ].filter(({ label }) => label.toLowerCase().includes(wanted));
  const groups = [...(can.length > 0 ? [{ label: t('search.commands'), choices: can }] : []), ...open, ...found.groups.map((group) => ({ ...group, label: `${t('search.found')}: ${group.label}` }))];
  const choose = ({ to, run }: Choice) => {
    onClose();
    if (to) void navigate(to);
    // What opens a dialog does so when this one is gone, and has given the focus back.
    else if (run) setTimeout(run);
  };
  return (
    <Dialog title={t('search.palette')} footer={null} onCancel={onClose} afterOpenChange={(shown) => shown && field.current?.focus()} className="palette">
      <Finder always label={t('search.palette')} hint={t('search.paletteHint')} typed={typed} groups={groups} none={groups.length === 0 && found.none ? t('search.none') : undefined} inputRef={field} onType={setTyped} onChoose={choose} />
    </Dialog>
  );
}
