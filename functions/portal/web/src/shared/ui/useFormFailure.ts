import type { FormInstance } from 'antd';
import { useCallback, useState } from 'react';

import { ApiError } from '@/shared/api/problem';

import { useFaultText } from './problemText';

/**
 * Shows a refusal of a form: what is wrong with a field stands at the field, which gets the focus; everything
 * else is in `failure`, to be shown above the form.
 */
export function useFormFailure(form: FormInstance) {
  const faultText = useFaultText();
  const [failure, setFailure] = useState<unknown>(null);
  const show = useCallback(
    (error: unknown) => {
      const fields = error instanceof ApiError ? error.fields : [];
      const known = fields.filter(({ field }) => form.getFieldInstance(field) !== undefined);
      form.setFields(known.map((fault) => ({ name: fault.field, errors: [faultText(fault)] })));
      const first = known[0];
      if (first) form.focusField(first.field);
      setFailure(known.length > 0 && known.length === fields.length ? null : error);
    },
    [form, faultText],
  );
  const clear = useCallback(() => setFailure(null), []);
  return { failure, show, clear };
}
