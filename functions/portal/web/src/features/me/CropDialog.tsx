import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Slider } from 'antd';
import { useEffect, useState } from 'react';
import Cropper, { type Area } from 'react-easy-crop';
import 'react-easy-crop/react-easy-crop.css';
import { useTranslation } from 'react-i18next';

import { api, call } from '@/shared/api/client';
import { bodyOf } from '@/shared/api/picture';
import { ME } from '@/shared/api/query';
import { Dialog } from '@/shared/ui/Dialog';
import { FormAlert } from '@/shared/ui/FormAlert';
import { useMessage } from '@/shared/ui/useMessage';

import { cropped } from './crop';

const MOST_ZOOM = 4;
const STEP = 0.1;

/** Chooses the part of a picture that is shown: drawn with a finger, the pointer or the arrows, and made larger. */
export function CropDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useTranslation(['me', 'common']);
  const message = useMessage();
  const client = useQueryClient();
  const [url] = useState(() => URL.createObjectURL(file));
  const [place, setPlace] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<Area>();
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const save = useMutation({
    mutationFn: async () => {
      const picture = await cropped(file, area);
      return call(api.PUT('/api/me/avatar', bodyOf(picture)));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ME });
      void message.success(t('avatar.saved'));
      onClose();
    },
  });
  return (
    <Dialog title={t('avatar.crop')} okText={t('common:save')} cancelText={t('common:cancel')} confirmLoading={save.isPending} okButtonProps={{ disabled: !area }} onOk={() => save.mutate()} onCancel={onClose}>
      {save.error ? <FormAlert error={save.error} /> : null}
      <div className="crop">
        <Cropper
          image={url}
          crop={place}
          zoom={zoom}
          maxZoom={MOST_ZOOM}
          aspect={1}
          cropShape="round"
          showGrid={false}
          disableAutomaticStylesInjection
          cropperProps={{ role: 'group', 'aria-label': t('avatar.area') }}
          onCropChange={setPlace}
          onZoomChange={setZoom}
          onCropComplete={(_, pixels) => setArea(pixels)}
        />
      </div>
      <div className="crop-zoom">
        <span id="crop-zoom">{t('avatar.zoom')}</span>
        <Slider min={1} max={MOST_ZOOM} step={STEP} value={zoom} onChange={setZoom} ariaLabelledByForHandle="crop-zoom" tooltip={{ open: false }} />
      </div>
    </Dialog>
  );
}
