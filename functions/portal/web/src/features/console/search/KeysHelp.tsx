import { useTranslation } from 'react-i18next';

import { Dialog } from '@/shared/ui/Dialog';

const KEYS = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['/', 'search'],
  ['Ctrl K', 'palette'],
  ['a', 'accept'],
  ['r', 'reply'],
  ['w', 'ask'],
  ['n', 'note'],
  ['t', 'transfer'],
  ['c', 'complete'],
  ['x', 'pick'],
  ['Ctrl Enter', 'send'],
  ['?', 'help'],
] as const;

/** Which keys do what. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('console');
  return (
    <Dialog title={t('keys.title')} footer={null} onCancel={onClose}>
      <dl className="keys">
        {KEYS.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(`keys.${what}`)}</dd></div>)}
      </dl>
    </Dialog>
  );
}
