import { Modal, type ModalProps } from 'antd';

import { useReturnFocus } from './useReturnFocus';

/** A dialog that is there for as long as it is open. What opened it has the focus again when it is gone. */
export function Dialog(props: Omit<ModalProps, 'open'>) {
  useReturnFocus();
  return <Modal open {...props} />;
}
