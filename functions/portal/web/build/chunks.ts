/**
 * Which modules are one file. Each file is a request, and each request an invocation of `get-page`: few, and no page
 * loads much that it does not show. What is in no group is a file of its own where it is loaded by itself.
 * `tests/browser/src/budgets.ts` says how many a page may ask for.
 */
interface Chunk {
  name: string | ((id: string) => string | null);
  test: RegExp;
  /** The group with the highest takes a module that fits several. */
  priority: number;
  /** So many of the pages and dialogs that are loaded by themselves use the module, or more. */
  minShareCount?: number;
}

const LIBRARY = /\/node_modules\/|rolldown\/runtime|vite\/preload-helper/;
/** What choosing, and opening something over the page, is made of: the first page does without. */
const LATER = 'modal|dialog|drawer|dropdown|menu|overflow|select|virtual-list|radio|checkbox|segmented|switch|input-number|mini-decimal|slider|progress|tag|auto-complete|empty|popconfirm|popover|result|table|pagination|tree|spin|picker|date-picker|time-picker|calendar|upload';
const FIRST = new RegExp(`/node_modules/(?!(?:antd/es|@rc-component)/(?:${LATER})/)|rolldown/runtime|vite/preload-helper`);

/** Texts that a first page shows, our own and the components'. Their English ones are part of them. */
const TEXTS = /\/src\/shared\/i18n\/[\w-]+\/(common|login|portal)\.json$|\/node_modules\/.+\/locale\/zh_CN\.js$/;

function textsOf(id: string): string {
  return `texts-${/i18n\/([\w-]+)\//.exec(id)?.[1] ?? 'zh-CN'}`;
}

export const CHUNKS: Chunk[] = [
  { name: textsOf, test: TEXTS, priority: 200 },
  // Who uses a module uses what it imports: a module that many use pulls none in that few use.
  { name: 'base', test: FIRST, minShareCount: 30, priority: 100 },
  { name: 'shared', test: /\/src\/(app|shared)\/(?!.*(WritingDialog|Dialog|useReturnFocus|useAskBeforeClose|EnrolSecondFactor|RecoveryCodes|schema\.gen|\.json))/, priority: 90 },
  { name: 'form', test: FIRST, minShareCount: 12, priority: 80 },
  { name: 'often', test: LIBRARY, minShareCount: 9, priority: 70 },
  { name: 'login', test: /\/src\/features\/login\//, priority: 60 },
  // The first page of the portal, and then what its tickets are made of.
  { name: 'portal', test: /\/src\/features\/(portal\/(?!tickets\/)|portal\/tickets\/(queries|TicketRow|Progress|tickets\.css)|notices\/(?!NoticesPage)|figures\/)/, priority: 50 },
  { name: 'tickets', test: /\/src\/features\/(portal\/tickets\/(?!NewTicketDrawer)|attachments\/)/, priority: 45 },
  { name: 'console', test: /\/src\/features\/console\/(desk\/(?!TicketTable|SaveView)|common\/|search\/(?!Palette|KeysHelp)|messages\/(DeliveryTable|useDeliveryColumns|queries)|parties\/party\.ts|own\/own\.ts|\w+\.tsx)/, priority: 40 },
];
