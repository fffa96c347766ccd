import { DeleteOutlined, PaperClipOutlined, RedoOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, type ButtonProps, Checkbox, Progress } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import type { AttachmentView } from '@/shared/api/schema.gen';
import { useFormat } from '@/shared/format/useFormat';
import { ConfirmButton } from '@/shared/ui/ConfirmButton';
import { useProblemText } from '@/shared/ui/problemText';
import { useMessage } from '@/shared/ui/useMessage';

import { open } from './upload';
import { mayBeTaken } from './mayBeTaken';
import { useAttachmentProblem } from './useAttachmentProblem';
import { type Running, useUploads } from './useUploads';
import './attachments.css';

/** What browsers offer to choose; the API has the last word. */
const TAKEN = '.png,.jpg,.jpeg,.gif,.webp,.heic,.heif,.avif,.bmp,.tif,.tiff,.mp4,.m4v,.3gp,.mov,.webm,.mkv,.avi,.wmv,.pdf,.docx,.xlsx,.pptx,.doc,.xls,.ppt,.txt,.log,.md,.csv,.zip';

interface Props {
  attachments: AttachmentView[];
  /** What files are attached to; a draft may have to be made first. Without it none can be added. */
  target?: (() => Promise<string>) | undefined;
  /** What the files that are there are attached to. */
  ticketId?: string | undefined;
  /** True where files can be for staff alone. */
  staff?: boolean;
  /** True where they are for staff alone and nothing else. */
  internalOnly?: boolean;
  onChanged: (ticketId: string) => unknown;
}

/** The files of a ticket or draft 附件: added with their progress, opened, taken away (F37). */
export function Attachments({ attachments, target, ticketId, staff = false, internalOnly = false, onChanged }: Props) {
  const { t } = useTranslation();
  const [chosenInternal, setInternal] = useState(false);
  const internal = internalOnly || chosenInternal;
  const uploads = useUploads({ target: target ?? (() => Promise.reject(new Error('nothing can be added'))), internal, onAttached: onChanged });
  return (
    <div className="attachments">
      {attachments.length > 0 && ticketId ? <ul>{attachments.map((one) => <li key={one.attachment_id}><Attached one={one} ticketId={ticketId} onChanged={onChanged} /></li>)}</ul> : null}
      <Uploads uploads={uploads} />
      {target ? (
        <>
          <div className="attachments-add">
            <FileChoice button={{}} onChosen={(files) => void uploads.add(files)}>{t('attachments.add')}</FileChoice>
            {staff && !internalOnly ? <Checkbox checked={chosenInternal} onChange={(event) => setInternal(event.target.checked)}>{t('attachments.internalOnly')}</Checkbox> : null}
          </div>
          <p className="attachments-hint">{t('attachments.hint')}</p>
        </>
      ) : null}
    </div>
  );
}

/** A button that opens the browser's choice of files. */
export function FileChoice({ button, onChosen, children }: { button: ButtonProps; onChosen: (files: File[]) => void; children?: ReactNode }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={<PaperClipOutlined />} {...button} onClick={() => input.current?.click()}>{children}</Button>
      <input
        ref={input}
        type="file"
        multiple
        accept={TAKEN}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t('attachments.add')}
        onChange={(event) => {
          onChosen([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}

/** Files on their way. */
export function Uploads({ uploads }: { uploads: ReturnType<typeof useUploads> }) {
  if (uploads.running.length === 0) return null;
  return <ul className="uploads">{uploads.running.map((one) => <li key={one.key}><Sending one={one} onGiveUp={() => uploads.giveUp(one.key)} onAgain={() => void uploads.again(one)} /></li>)}</ul>;
}

function Attached({ one, ticketId, onChanged }: { one: AttachmentView; ticketId: string; onChanged: (ticketId: string) => unknown }) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const message = useMessage();
  const text = useProblemText();
  const failed = { onError: (error: unknown) => void message.error(text(error)) };
  const load = useMutation({ mutationFn: () => open(ticketId, one.attachment_id), ...failed });
  const remove = useMutation({
    mutationFn: () => call(api.DELETE('/api/tickets/{ticket_id}/attachments/{attachment_id}', { params: { path: { ticket_id: ticketId, attachment_id: one.attachment_id } } })),
    onSettled: () => onChanged(ticketId),
    ...failed,
  });
  return (
    <>
      <button type="button" className="attachment-name" disabled={load.isPending} onClick={() => load.mutate()}>{one.name}</button>
      <span className="attachment-more">{bytes(one.size)} · {one.author.name}{one.internal ? <span className="attachment-internal">{t('attachments.internal')}</span> : null}</span>
      {one.may_remove ? (
        <ConfirmButton
          question={t('attachments.sure')}
          okText={t('attachments.remove')}
          button={{ type: 'text', size: 'small', icon: <DeleteOutlined />, loading: remove.isPending, 'aria-label': t('attachments.removeOf', { name: one.name }) }}
          onConfirm={() => remove.mutate()}
        />
      ) : null}
    </>
  );
}

function Sending({ one, onGiveUp, onAgain }: { one: Running; onGiveUp: () => void; onAgain: () => void }) {
  const { t } = useTranslation();
  const text = useAttachmentProblem();
  const failed = one.error !== undefined;
  return (
    <>
      <span className="attachment-name">{one.file.name}</span>
      {failed ? <span role="alert" className="attachment-failed">{text(one.error)}</span> : <Progress className="attachment-progress" percent={Math.round(one.part * 100)} size="small" aria-label={t('attachments.sending', { name: one.file.name })} />}
      {failed && mayBeTaken(one.error) ? <Button type="text" size="small" icon={<RedoOutlined />} onClick={onAgain} aria-label={t('attachments.againOf', { name: one.file.name })} /> : null}
      <Button type="text" size="small" icon={<DeleteOutlined />} onClick={onGiveUp} aria-label={t('attachments.removeOf', { name: one.file.name })} />
    </>
  );
}
