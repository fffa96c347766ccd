import { expect, it } from 'vitest';

import type { AttachmentView, TimelineEntry } from '@/shared/api/schema.gen';

import { withFiles } from './talkFiles';

it('puts a file where it was added, and leaves out what is still on its way', () => {
  const entries = [{ seq: 1, at: '2026-01-05T10:00:00Z' }, { seq: 2, at: '2026-01-05T12:00:00Z' }] as TimelineEntry[];
  const files = [{ attachment_id: 'att_2', added_at: '2026-01-05T12:00:00.5Z' }, { attachment_id: 'att_1', added_at: '2026-01-05T11:00:00Z' }, { attachment_id: 'att_3' }] as AttachmentView[];
  expect(withFiles(entries, files).map(({ key }) => key)).toEqual(['1', 'att_1', '2', 'att_2']);
});
