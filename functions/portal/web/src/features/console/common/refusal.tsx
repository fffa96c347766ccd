import { Alert, Result } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError } from '@/shared/api/problem';
import { useFormat } from '@/shared/format/useFormat';
import { Failure } from '@/shared/ui/Failure';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useProblemText } from '@/shared/ui/problemText';

interface Named {
  name?: string;
}

/** A sentence for a refusal, with what the problem tells besides its code: who decided, who has it, what is missing. */
export function useRefusalText(): (error: unknown) => string {
  const { t } = useTranslation('console');
  const text = useProblemText();
  const missing = useMissingText();
  const { dateTime } = useFormat();
  return useCallback(
    (error: unknown) => {
      if (!(error instanceof ApiError)) return text(error);
      const told = error.document;
      const by = (told.decided_by ?? told.accepted_by) as Named | undefined;
      if (error.code === 'already_decided' && by?.name) {
        return t(told.decision === 'approved' ? 'refusals.approvedBy' : 'refusals.rejectedBy', { name: by.name, at: dateTime(told.decided_at as string) });
      }
      if ((error.code === 'not_acceptable' || error.code === 'wrong_state') && by?.name) {
        return t('refusals.acceptedBy', { name: by.name, at: dateTime(told.accepted_at as string) });
      }
      return missing(error) ?? text(error);
    },
    [t, text, missing, dateTime],
  );
}

const RELATIONS = [
  'any_staff', 'administrator', 'maintainer', 'dimension_maintainer', 'opener', 'owner', 'participant', 'service_owner', 'adder',
  'shared_with', 'applicant', 'submitter', 'queue_member', 'acceptor', 'acceptor_of', 'uploader',
] as const;

/** Which relation would allow it, in words; nothing where it is another refusal. */
function useMissingText(): (error: ApiError) => string | null {
  const { t, i18n } = useTranslation('console');
  return useCallback(
    (error: ApiError) => {
      const names = error.document.missing_relation;
      if (error.code !== 'forbidden' || !Array.isArray(names) || names.length === 0) return null;
      const words = names.map((name) => {
        const known = RELATIONS.find((one) => one === name);
        return known ? t(`relations.${known}`) : String(name);
      });
      return t('refusals.missing', { list: new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(words) });
    },
    [t, i18n],
  );
}

/** A refusal above a form or in a dialog. */
export function Refusal({ error }: { error: unknown }) {
  const text = useRefusalText();
  if (!error) return null;
  if (error instanceof ApiError && error.status === 429) return <FormAlert error={error} />;
  return (
    <div className="form-alert">
      <Alert showIcon type={error instanceof ApiError && error.status === 409 ? 'warning' : 'error'} title={text(error)} />
    </div>
  );
}

/** What a page shows in place of what it cannot show. */
export function PageFailure({ error, onRetry, whole }: { error: unknown; onRetry: () => void; whole?: boolean }) {
  const { t } = useTranslation('console');
  const text = useRefusalText();
  if (!(error instanceof ApiError) || error.code !== 'forbidden') return <Failure error={error} onRetry={onRetry} whole={whole} />;
  return (
    <div role="alert">
      <Result icon={<span aria-hidden className="failure-mark">!</span>} title={t('refusals.title')} subTitle={text(error)} />
    </div>
  );
}

/** In place of a page that is for administrators, before anything of it is asked for or filled in. */
export function Closed() {
  const { t } = useTranslation('console');
  return (
    <div role="alert" className="failure">
      <span aria-hidden className="failure-mark">!</span>
      <h1 className="failure-title">{t('refusals.title')}</h1>
      <p className="failure-hint">{t('refusals.missing', { list: t('relations.administrator') })}</p>
    </div>
  );
}
