import { CopyOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMessage } from '@/shared/ui/useMessage';

/** The codes that sign in once each in place of the authenticator. They are shown this once. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { t } = useTranslation();
  const message = useMessage();
  const copy = () => navigator.clipboard.writeText(codes.join('\n')).then(
    () => void message.success(t('factor.copied')),
    () => void message.error(t('factor.notCopied')),
  );
  return (
    <>
      <div className="form-alert"><Alert type="warning" showIcon title={t('factor.keep')} /></div>
      <ul className="factor-codes">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <div className="factor-actions">
        <Button icon={<CopyOutlined />} onClick={() => void copy()}>{t('factor.copy')}</Button>
        <Button type="primary" onClick={onKept}>{t('factor.kept')}</Button>
      </div>
    </>
  );
}
