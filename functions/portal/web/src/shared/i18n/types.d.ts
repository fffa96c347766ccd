import 'i18next';

import type common from './zh-CN/common.json';
import type console from './zh-CN/console.json';
import type guide from './zh-CN/guide.json';
import type login from './zh-CN/login.json';
import type me from './zh-CN/me.json';
import type portal from './zh-CN/portal.json';

// With this, a key that is not there does not compile.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: { common: typeof common; console: typeof console; guide: typeof guide; login: typeof login; me: typeof me; portal: typeof portal };
  }
}
