import type en from '../en/global-error';
import type { Translated } from '../translated';

export default {
  title: '门户未能显示此页面',
  body: '门户可能正在启动或停止，或者无法连接其数据库。请稍后重试；如果问题仍然存在，请告知管理员。',
  retry: '重试',
} satisfies Translated<typeof en>;
