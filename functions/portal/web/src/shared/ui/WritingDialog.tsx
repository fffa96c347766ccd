import { type FormInstance } from 'antd';
import type { ReactNode } from 'react';

import { isWritten, type Kept } from '@/shared/kept';

import { Dialog } from './Dialog';
import { useAskBeforeClose } from './useAskBeforeClose';

interface Props<T extends object> {
  title: string;
  /** What the button says that sends it. */
  okText: string;
  sending: boolean;
  danger?: boolean;
  form: FormInstance<T>;
  /** The fields that are written, and not chosen. */
  texts: readonly (keyof T & string)[];
  /** Where they are kept while they are written. */
  kept: Kept<T>;
  /** In place of the buttons, where there is nothing to send any more. */
  footer?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A dialog in which somebody writes. What is written outlives it where the session or the page ends; it asks before it
 * closes with a text in it.
 */
export function WritingDialog<T extends object>({ title, okText, sending, danger, form, texts, kept, footer, onClose, children }: Props<T>) {
  const { close, question } = useAskBeforeClose({
    isWritten: () => footer === undefined && isWritten(form.getFieldsValue(), texts),
    onClose: () => {
      kept.forget();
      onClose();
    },
  });
  return (
    <Dialog title={title} okText={okText} okButtonProps={{ danger }} confirmLoading={sending} onOk={() => form.submit()} onCancel={close} footer={question ?? footer}>
      {children}
    </Dialog>
  );
}
