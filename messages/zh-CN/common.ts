import type en from '../en/common';
import type { Translated } from '../translated';

export default {
  close: '关闭',
  cancel: '取消',
  continue: '继续',
  language: '语言',
} satisfies Translated<typeof en>;
