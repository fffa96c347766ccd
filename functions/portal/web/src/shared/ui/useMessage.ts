import type { message } from 'antd';
import { createContext, useContext } from 'react';

type Messages = ReturnType<typeof message.useMessage>[0];

/** The short messages over the page; `App` of the components would bring dialogs and more into the first load. */
export const MessageContext = createContext<Messages | null>(null);

/** Says something briefly over the page. */
export function useMessage(): Messages {
  const messages = useContext(MessageContext);
  if (!messages) throw new Error('useMessage is for what is inside App');
  return messages;
}
