import type { FormInstance } from 'antd';
import { useEffect } from 'react';

/** Starts in a field, once it is there: a page that is nothing but a form. */
export function useFirstField(form: FormInstance, name: string, isThere: boolean): void {
  useEffect(() => {
    if (isThere) form.focusField(name);
  }, [form, name, isThere]);
}
