import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { isProblem } from '@/shared/api/problem';

/** A field that two people filled in otherwise. */
export interface Difference {
  label: string;
  mine: string;
  theirs: string;
}

interface Props {
  error: unknown;
  /** What differs between the form and what is kept now. */
  differences: (current: unknown) => Difference[];
  /** The form is to be sent again, over the edition that was shown here. */
  onKeep: (etag: string) => void;
  /** The form is to show what is kept now. */
  onTake: (etag: string, current: unknown) => void;
}

/** Somebody else saved first: what he wrote and what one was about to write, side by side. */
export function SideBySide({ error, differences, onKeep, onTake }: Props) {
  const { t } = useTranslation();
  if (!isProblem(error, 'changed_since')) return null;
  const { etag, current } = error.document as { etag: string; current: unknown };
  const rows = differences(current);
  return (
    <div role="alert" className="form-alert">
      <Alert
        showIcon
        type="warning"
        title={t('problems.changed_since')}
        description={
          <>
            {rows.length > 0 ? (
              <table className="side-by-side">
                <thead><tr><th scope="col">{t('sideBySide.field')}</th><th scope="col">{t('sideBySide.mine')}</th><th scope="col">{t('sideBySide.theirs')}</th></tr></thead>
                <tbody>
                  {rows.map((row) => <tr key={row.label}><th scope="row">{row.label}</th><td>{row.mine || '–'}</td><td>{row.theirs || '–'}</td></tr>)}
                </tbody>
              </table>
            ) : null}
            <div className="drawer-buttons">
              <Button onClick={() => onTake(etag, current)}>{t('sideBySide.take')}</Button>
              <Button type="primary" onClick={() => onKeep(etag)}>{t('sideBySide.keep')}</Button>
            </div>
          </>
        }
      />
    </div>
  );
}
