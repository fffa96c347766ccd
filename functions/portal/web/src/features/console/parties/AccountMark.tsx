import { useTranslation } from 'react-i18next';

import type { AccountTab } from '@/shared/api/schema.gen';

import { ACCOUNT_STATES } from './party';

/** The state of an account. Who has left carries the mark 【离职】 (S000-20). */
export function AccountMark({ account }: { account?: AccountTab | null }) {
  const { t } = useTranslation('console');
  if (!account) return <span className="none">{t('account.hidden')}</span>;
  const state = ACCOUNT_STATES.find((one) => one === account.state);
  // 等待本人确认: it says nothing of whether the person has an account.
  if (account.waiting && state === 'open') return <span className="mark mark-pending">{t('accountStates.waiting')}</span>;
  return <span className={`mark mark-${state ?? 'none'}`}>{state ? t(`accountStates.${state}`) : account.state}</span>;
}
