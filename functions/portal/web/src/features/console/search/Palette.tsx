import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Dialog } from '@/shared/ui/Dialog';

import { usePages } from '../pages';
import { Finder, type Group } from './Finder';
import { useFound } from './useFound';

/** Everything that can be opened or found, by typing (Ctrl+K). */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const found = useFound(typed);
  const pages = usePages();
  useEffect(() => field.current?.focus(), []);
  const wanted = typed.trim().toLowerCase();
  const open: Group[] = pages
    .map(({ label, entries }) => ({ label, choices: entries.filter((one) => one.label.toLowerCase().includes(wanted)).map((one) => ({ key: one.to, label: one.label, to: one.to })) }))
    .filter(({ choices }) => choices.length > 0);
  const groups = [...open, ...found.groups.map((group) => ({ ...group, label: `${t('search.found')}: ${group.label}` }))];
  const choose = (to: string) => {
    onClose();
    void navigate(to);
  };
  return (
    <Dialog title={t('search.palette')} footer={null} onCancel={onClose} afterOpenChange={(shown) => shown && field.current?.focus()} className="palette">
      <Finder always label={t('search.palette')} hint={t('search.paletteHint')} typed={typed} groups={groups} none={groups.length === 0 && found.none ? t('search.none') : undefined} inputRef={field} onType={setTyped} onChoose={({ to }) => choose(to)} />
    </Dialog>
  );
}
