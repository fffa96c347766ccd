import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The shortest password that is taken. The server knows the other rules. */
const MIN_CHARACTERS = 12;

/** A new password and its repetition (S001-24). */
export function NewPasswordFields() {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="new_password"
        label={t('newPassword.label')}
        extra={t('newPassword.hint')}
        rules={[
          { required: true, message: t('newPassword.needed') },
          { validator: (_, value?: string) => (!value || [...value].length >= MIN_CHARACTERS ? Promise.resolve() : Promise.reject(new Error(t('newPassword.short', { count: MIN_CHARACTERS })))) },
        ]}
        validateTrigger="onBlur"
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="repeated"
        label={t('newPassword.repeat')}
        dependencies={['new_password']}
        rules={[
          { required: true, message: t('newPassword.repeatNeeded') },
          ({ getFieldValue }) => ({
            validator: (_, value?: string) => (!value || value === getFieldValue('new_password') ? Promise.resolve() : Promise.reject(new Error(t('newPassword.differs')))),
          }),
        ]}
        validateTrigger="onBlur"
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
