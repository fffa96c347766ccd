import { Button, type ButtonProps } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Dialog } from './Dialog';

interface Props {
  /** What is asked. */
  question: string;
  /** What comes of it. */
  hint?: string;
  /** What the button says that does it. */
  okText: string;
  /** How the button looks that asks. */
  button: ButtonProps;
  onConfirm: () => void;
  children?: ReactNode;
}

/** A button that asks before it does something. What it asks takes the focus, and gives it back. */
export function ConfirmButton({ question, hint, okText, button, onConfirm, children }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const confirm = () => {
    setAsking(false);
    onConfirm();
  };
  return (
    <>
      <Button {...button} onClick={() => setAsking(true)}>{children}</Button>
      {asking ? <Dialog className="confirm" title={question} okText={okText} cancelText={t('cancel')} okButtonProps={{ danger: true }} onOk={confirm} onCancel={() => setAsking(false)}>{hint ? <p>{hint}</p> : null}</Dialog> : null}
    </>
  );
}
