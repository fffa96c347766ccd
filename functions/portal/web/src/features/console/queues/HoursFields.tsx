import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';

import { type Day, DAYS, type Span } from './queries';

/** A day works in so many spans at most: the API takes four, and a shift of the day before takes one of them. */
const MOST = 3;

/** When a queue works: spans of each day of the week. Part of its form. */
export function HoursFields() {
  const { t } = useTranslation('console');
  return (
    <fieldset className="hours">
      <legend>{t('queues.hours')}</legend>
      <p className="form-note">{t('queues.hoursHint')}</p>
      {DAYS.map((day) => <DayHours key={day} day={day} />)}
    </fieldset>
  );
}

function DayHours({ day }: { day: Day }) {
  const { t } = useTranslation('console');
  const name = t(`queues.days.${day}`);
  return (
    <Form.List name={['hours', day]}>
      {(spans, { add, remove }) => (
        <div className="hours-day" role="group" aria-label={name}>
          <span className="hours-name">{name}</span>
          <div className="hours-spans">
            {spans.length === 0 ? <span className="none">{t('queues.free')}</span> : null}
            {spans.map((span) => <SpanFields key={span.key} day={day} place={span.name} onRemove={() => remove(span.name)} />)}
          </div>
          <Button type="text" icon={<PlusOutlined />} disabled={spans.length >= MOST} aria-label={t('queues.addHours', { day: name })} onClick={() => add({ from: '09:00', until: '18:00' } satisfies Span)} />
        </div>
      )}
    </Form.List>
  );
}

function SpanFields({ day, place, onRemove }: { day: Day; place: number; onRemove: () => void }) {
  const { t } = useTranslation('console');
  const span = Form.useWatch<Span | undefined>(['hours', day, place]);
  const name = t(`queues.days.${day}`);
  const needed = [{ required: true, message: '' }];
  const overnight = Boolean(span?.from && span.until && span.until <= span.from);
  return (
    <span className="hours-span">
      <Form.Item name={[place, 'from']} rules={needed} noStyle><Input type="time" aria-label={t('queues.hoursFrom', { day: name })} /></Form.Item>
      <span aria-hidden>–</span>
      <Form.Item name={[place, 'until']} rules={needed} noStyle><Input type="time" aria-label={t('queues.hoursUntil', { day: name })} /></Form.Item>
      {overnight ? <span className="hours-next">{t(span?.until === '00:00' ? 'queues.midnight' : 'queues.nextDay')}</span> : null}
      <Button type="text" icon={<DeleteOutlined />} aria-label={t('queues.removeHours', { day: name })} onClick={onRemove} />
    </span>
  );
}
