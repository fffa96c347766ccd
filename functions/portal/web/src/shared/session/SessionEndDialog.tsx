import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  /** Seconds until the end. */
  left: number;
  /** Whether it ends because nobody uses it: then it can be kept. */
  rests: boolean;
  onStay: () => void;
  onClose: () => void;
}

/** Says that a session is about to end. */
export function SessionEndDialog({ left, rests, onStay, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t('sessionEnd.title', { count: Math.max(left, 0) })}
      okText={t(rests ? 'sessionEnd.stay' : 'close')}
      cancelButtonProps={{ style: { display: 'none' } }}
      closable={false}
      onOk={rests ? onStay : onClose}
    >
      <p>{t(rests ? 'sessionEnd.rests' : 'sessionEnd.expires')}</p>
    </Modal>
  );
}
